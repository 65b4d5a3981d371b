using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Messages on their way: many recipients at once, one message at a time to each, five transmissions a second apart until the
/// confirmation comes (R44, R45).
/// </summary>
internal sealed class Outbox : IEncryptionWaiter
{
    internal const int Attempts = 5;
    internal const int IntervalMs = 1_000;
    private const int PlainAttempts = 3;

    private readonly MemberContext _context;
    private readonly SentHistory _history;
    private readonly Announcer _announcer;
    private readonly EntryReplyQueue _answers;
    private readonly OfferTable _offers;
    private readonly OutgoingEncryption _outgoingEncryption;
    private readonly Pacer _pacer = new();
    private readonly Dictionary<IPEndPoint, RecipientQueue> _queues = [];
    private readonly Queue<RecipientQueue> _ready = new();
    private readonly PacerTimer _pacerTimer;

    internal Outbox(
        MemberContext context,
        SentHistory history,
        Announcer announcer,
        EntryReplyQueue answers,
        OfferTable offers,
        OutgoingEncryption outgoingEncryption)
    {
        _context = context;
        _history = history;
        _announcer = announcer;
        _answers = answers;
        _offers = offers;
        _outgoingEncryption = outgoingEncryption;
        _pacerTimer = new PacerTimer(this);
    }

    /// <summary>Puts deliveries on their way, also such as have been before and were not confirmed.</summary>
    /// <param name="deliveries">New ones, or such as were not confirmed.</param>
    /// <param name="observer">Who is told what becomes of them; null for nobody.</param>
    internal void Dispatch(IEnumerable<Delivery> deliveries, IObserver<DeliveryChanged>? observer)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Observer = observer;
            // A recipient that is still to be answered would not know yet who writes.
            if (!delivery.Message.IsOneShot)
                _answers.SendNow(delivery.To);
            if (delivery.IsUnderWay)
                continue;
            if (delivery.Status == DeliveryStatus.Unconfirmed)
                _context.Counters.Unconfirmed--;
            delivery.IsUnderWay = true;
            delivery.Report = delivery.Report with { Status = DeliveryStatus.Pending, Reason = null, Refusal = DeliveryRefusal.None };
            _offers.Add(delivery);
            if (!_queues.TryGetValue(delivery.To, out var queue))
                _queues[delivery.To] = queue = new RecipientQueue(delivery.To, new RepeatTimer(this, delivery.To));
            queue.Waiting.Enqueue(delivery);
            if (queue.Current is null)
                _ready.Enqueue(queue);
            if (delivery.TimeoutMs is { } timeout)
                _context.SetTimer(delivery.Deadline = new DeliveryTimeout(this, delivery), timeout);
        }
        if (_context.IsLeaving)
            GiveUpAll();
        else
            Pump();
    }

    /// <summary>The recipient has confirmed a delivery that is under way and was transmitted at least once (R45).</summary>
    internal void Confirm(Delivery delivery)
    {
        if (!_queues.TryGetValue(delivery.To, out var queue))
            return;
        if (ReferenceEquals(queue.Current, delivery))
            _pacer.OnConfirmed();
        delivery.Report = delivery.Report with { RoundTrip = _context.Now.Elapsed - delivery.FirstSentAt.Elapsed };
        _context.Counters.Confirmed++;
        End(queue, delivery, DeliveryStatus.Confirmed, null);
    }

    /// <summary>A recipient says that it could not decrypt what is under way to it (R70).</summary>
    internal void OnDecryptionError(IPEndPoint from)
    {
        if (_queues.TryGetValue(from, out var queue) && queue.Current is { } delivery)
            _outgoingEncryption.OnDecryptionError(delivery, this);
    }

    /// <summary>The user, the network or the time has ended a delivery.</summary>
    public void GiveUp(Delivery delivery, DeliveryStatus status, string? reason)
    {
        if (!delivery.IsUnderWay || !_queues.TryGetValue(delivery.To, out var queue))
            return;
        if (status == DeliveryStatus.Unconfirmed)
            _context.Counters.Unconfirmed++;
        End(queue, delivery, status, reason);
    }

    internal void GiveUpAll()
    {
        foreach (var queue in new List<RecipientQueue>(_queues.Values))
        {
            while (queue.TryAdvance())
                GiveUp(queue.Current!, DeliveryStatus.Unconfirmed, "The listener was stopped.");
        }
    }

    private void Repeat(IPEndPoint to)
    {
        if (!_queues.TryGetValue(to, out var queue) || queue.Current is not { } delivery)
            return;
        if (delivery.Transmissions >= Attempts)
            GiveUp(delivery, DeliveryStatus.Unconfirmed, delivery.Reason);
        else
            Transmit(queue, delivery);
    }

    private void Pump()
    {
        while (_ready.Count > 0)
        {
            var queue = _ready.Peek();
            if (queue.Current is not null || queue.IsEmpty)
            {
                _ready.Dequeue();
                continue;
            }
            if (!_pacer.TryStart(_context.Now.Milliseconds))
            {
                if (_pacerTimer.DueAt == Moment.Never)
                    _context.SetTimer(_pacerTimer, Pacer.ReopenMs);
                return;
            }
            _ready.Dequeue();
            if (queue.TryAdvance())
                Begin(queue, queue.Current!);
            else
                _queues.Remove(queue.To);
        }
    }

    private void Begin(RecipientQueue queue, Delivery delivery)
    {
        // iptux forgets the last number when it sees an entry; without one it would drop the old number unseen.
        if (delivery is { Attempts: > 0, Member.Dialect: ClientDialect.Iptux })
            _announcer.Introduce(delivery.To);
        delivery.Transmissions = 0;
        delivery.IsDoubted = false;
        if (_outgoingEncryption.IsReady(delivery, this))
            Send(queue, delivery);
    }

    /// <summary>A message whose protection took a while may go out now.</summary>
    public void Ready(Delivery delivery)
    {
        if (!_queues.TryGetValue(delivery.To, out var queue) || queue.Current != delivery)
            return;
        Send(queue, delivery);
    }

    private void Send(RecipientQueue queue, Delivery delivery)
    {
        _history.Add(delivery);
        delivery.FirstSentAt = _context.Now;
        Transmit(queue, delivery);
        // To encrypt takes as long as a confirmation, so the next one is encrypted meanwhile.
        if (queue.Next is { Status: DeliveryStatus.Pending } next)
            _outgoingEncryption.Prepare(next, this);
        if (delivery.Message.IsOneShot)
            End(queue, delivery, DeliveryStatus.Sent, null);
    }

    // The reference client adds NULs to its last transmissions, because some network cards garble checksums of certain lengths.
    private void Transmit(RecipientQueue queue, Delivery delivery)
    {
        delivery.Transmissions++;
        delivery.Report = delivery.Report with { Attempts = delivery.Transmissions };
        int length = delivery.Transmissions > PlainAttempts ? delivery.Length + MessageEncoder.Padding : delivery.Length;
        _context.Counters.Sent++;
        _context.Outputs.Send(new Transmit(delivery.To, delivery.Bytes, length, isPooled: false, delivery));
        _context.SetTimer(queue.RepeatTimer, IntervalMs);
    }

    private void End(RecipientQueue queue, Delivery delivery, DeliveryStatus status, string? reason)
    {
        delivery.Report = delivery.Report with { Status = status, Reason = reason };
        delivery.IsUnderWay = false;
        _outgoingEncryption.Forget(delivery);
        // Nobody has heard of what it offers.
        if (status == DeliveryStatus.Refused || delivery.Attempts == 0)
            _offers.Remove(delivery);
        if (delivery.Deadline is { } deadline)
            TimerQueue.Clear(deadline);
        _context.Outputs.Raise(new DeliveryChanged(delivery, ChangeOf(status)));
        if (!ReferenceEquals(queue.Current, delivery))
            return;
        queue.Current = null;
        TimerQueue.Clear(queue.RepeatTimer);
        if (queue.IsEmpty)
            _queues.Remove(queue.To);
        else
            _ready.Enqueue(queue);
        if (!_context.IsLeaving)
            Pump();
    }

    private static DeliveryChange ChangeOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Confirmed => DeliveryChange.Confirmed,
        DeliveryStatus.Sent => DeliveryChange.Sent,
        DeliveryStatus.Refused => DeliveryChange.Refused,
        _ => DeliveryChange.Unconfirmed,
    };

    private sealed class PacerTimer(Outbox outbox) : ProtocolTimer
    {
        internal override void OnExpired() => outbox.Pump();
    }

    private sealed class RepeatTimer(Outbox outbox, IPEndPoint to) : ProtocolTimer
    {
        internal override void OnExpired() => outbox.Repeat(to);
    }

    private sealed class DeliveryTimeout(Outbox outbox, Delivery delivery) : ProtocolTimer
    {
        internal override void OnExpired() => outbox.GiveUp(delivery, DeliveryStatus.Unconfirmed, "The time was up.");
    }
}
