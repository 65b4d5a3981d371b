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
internal sealed class Outbox
{
    internal const int Attempts = 5;
    internal const int IntervalMs = 1_000;
    private const int PlainAttempts = 3;

    private readonly MemberContext _context;
    private readonly PacketSender _packetSender;
    private readonly SentHistory _history;
    private readonly Announcer _announcer;
    private readonly OfferTable _offers;
    private readonly OutgoingEncryption _outgoingEncryption;
    private readonly Pacer _pacer = new();
    private readonly Dictionary<IPEndPoint, RecipientQueue> _queues = [];
    private readonly Queue<RecipientQueue> _ready = new();
    private readonly PacerTimer _pacerTimer;

    internal Outbox(MemberContext context, PacketSender packetSender, SentHistory history, Announcer announcer, OfferTable offers, OutgoingEncryption outgoingEncryption)
    {
        _context = context;
        _packetSender = packetSender;
        _history = history;
        _announcer = announcer;
        _offers = offers;
        _outgoingEncryption = outgoingEncryption;
        outgoingEncryption.Serve(this);
        _pacerTimer = new PacerTimer(this);
    }

    /// <summary>Puts deliveries on their way, also such as have been before and were not confirmed.</summary>
    internal void Dispatch(IEnumerable<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery.IsUnderWay)
                continue;
            if (delivery.Status == DeliveryStatus.Unconfirmed)
                _context.Counters.Unconfirmed--;
            delivery.IsUnderWay = true;
            delivery.Status = DeliveryStatus.Pending;
            delivery.Reason = null;
            delivery.Refusal = DeliveryRefusal.None;
            _offers.Make(delivery);
            if (!_queues.TryGetValue(delivery.To, out var queue))
                _queues[delivery.To] = queue = new RecipientQueue(this, delivery.To);
            queue.Add(delivery);
            if (queue.Current is null)
                _ready.Enqueue(queue);
            if (delivery.TimeoutMs is { } timeout)
                _context.SetAlarm(delivery.Deadline = new DeliveryTimeout(this, delivery), timeout);
        }
        if (_context.IsLeaving)
            GiveUpAll();
        else
            Pump();
    }

    /// <summary>A confirmation came (R45). False when nothing under way to that endpoint has this number.</summary>
    internal bool Confirm(IPEndPoint from, uint number)
    {
        if (!_queues.TryGetValue(from, out var queue) || queue.Current is not { } delivery || delivery.Number != number)
            return false;
        _pacer.Confirmed();
        delivery.RoundTrip = _context.Now.Elapsed - delivery.FirstSentAt.Elapsed;
        _context.Counters.Confirmed++;
        End(queue, delivery, DeliveryStatus.Confirmed, null);
        return true;
    }

    /// <summary>What is under way to an endpoint; null when nothing is.</summary>
    internal Delivery? UnderWayTo(IPEndPoint to) => _queues.TryGetValue(to, out var queue) ? queue.Current : null;

    /// <summary>The user, the network or the time has ended a delivery.</summary>
    internal void GiveUp(Delivery delivery, DeliveryStatus status, string? reason)
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

    internal void Repeat(RecipientQueue queue)
    {
        if (queue.Current is not { } delivery)
            return;
        if (delivery.Attempts >= Attempts)
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
            if (!_pacer.TryPass(_context.Now.Milliseconds))
            {
                if (_pacerTimer.DueAt == Moment.Never)
                    _context.SetAlarm(_pacerTimer, Pacer.ReopenMs);
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
        delivery.Attempts = 0;
        delivery.IsDoubted = false;
        delivery.FirstSentAt = _context.Now;
        if (_outgoingEncryption.IsReady(delivery))
            Send(queue, delivery);
    }

    /// <summary>A message whose protection took a while may go out now.</summary>
    internal void Ready(Delivery delivery)
    {
        if (!_queues.TryGetValue(delivery.To, out var queue) || queue.Current != delivery)
            return;
        delivery.FirstSentAt = _context.Now;
        Send(queue, delivery);
    }

    private void Send(RecipientQueue queue, Delivery delivery)
    {
        _history.Add(delivery);
        Transmit(queue, delivery);
        // To encrypt takes as long as a confirmation, so the next one is encrypted meanwhile.
        if (queue.Next is { Status: DeliveryStatus.Pending } next)
            _outgoingEncryption.Prepare(next);
        if (delivery.Message.IsOneShot)
            End(queue, delivery, DeliveryStatus.Sent, null);
    }

    // The reference client adds NULs to its last transmissions, because some network cards garble checksums of certain lengths.
    private void Transmit(RecipientQueue queue, Delivery delivery)
    {
        delivery.Attempts++;
        int length = delivery.Attempts > PlainAttempts ? delivery.Length + MessageEncoder.Padding : delivery.Length;
        _packetSender.Resend(delivery.To, delivery.Bytes, length, delivery);
        _context.SetAlarm(queue, IntervalMs);
    }

    private void End(RecipientQueue queue, Delivery delivery, DeliveryStatus status, string? reason)
    {
        delivery.Status = status;
        delivery.Reason = reason;
        delivery.IsUnderWay = false;
        _outgoingEncryption.Forget(delivery);
        // Nobody has heard of what it offers.
        if (status == DeliveryStatus.Refused || delivery.Attempts == 0)
            _offers.Unmake(delivery);
        if (delivery.Deadline is { } deadline)
            TimerQueue.Clear(deadline);
        _context.Tell(MemberActionKind.Delivered, delivery);
        if (!ReferenceEquals(queue.Current, delivery))
            return;
        queue.Current = null;
        TimerQueue.Clear(queue);
        if (queue.IsEmpty)
            _queues.Remove(queue.To);
        else
            _ready.Enqueue(queue);
        if (!_context.IsLeaving)
            Pump();
    }

    private sealed class PacerTimer(Outbox outbox) : ProtocolTimer
    {
        internal override void OnExpired() => outbox.Pump();
    }

    private sealed class DeliveryTimeout(Outbox outbox, Delivery delivery) : ProtocolTimer
    {
        internal override void OnExpired() => outbox.GiveUp(delivery, DeliveryStatus.Unconfirmed, "The time was up.");
    }
}
