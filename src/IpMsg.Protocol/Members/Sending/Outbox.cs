using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Sends messages: to many recipients at once, one message at a time to each, with repetitions until the confirmation (R44, R45).
/// </summary>
internal sealed class Outbox : IEncryptionWaiter
{
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

    /// <summary>Sends deliveries, and repeats unconfirmed ones.</summary>
    /// <param name="deliveries">New or unconfirmed deliveries.</param>
    /// <param name="observer">Receives their changes; null for none.</param>
    internal void Dispatch(IEnumerable<Delivery> deliveries, IObserver<DeliveryChanged>? observer)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Observer = observer;
            // The recipient of a pending ANSENTRY does not know this member yet.
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

    /// <summary>Ends a current delivery that was transmitted at least once and is confirmed now (R45).</summary>
    internal void Confirm(Delivery delivery)
    {
        if (!_queues.TryGetValue(delivery.To, out var queue))
            return;
        if (ReferenceEquals(queue.Current, delivery))
            _pacer.OnConfirmed();
        _context.RoundTrips.OnConfirmation(delivery.To, delivery.Transmissions, SinceFirst(delivery));
        delivery.Report = delivery.Report with { RoundTrip = _context.Now.Elapsed - delivery.FirstSentAt.Elapsed };
        _context.Counters.Confirmed++;
        End(queue, delivery, DeliveryStatus.Confirmed, null);
    }

    /// <inheritdoc cref="SentHistory.Has"/>
    internal bool HasSent(in Packet packet) => _history.Has(packet);

    /// <summary>Handles the report of a recipient that it could not decrypt the current message (R70).</summary>
    internal void OnDecryptionError(IPEndPoint from)
    {
        if (_queues.TryGetValue(from, out var queue) && queue.Current is { } delivery)
            _outgoingEncryption.OnDecryptionError(delivery, this);
    }

    /// <summary>Ends a delivery without a confirmation.</summary>
    public void GiveUp(Delivery delivery, DeliveryStatus status, string? reason)
    {
        // A broadcast counts as sent before the system refuses its datagram.
        if (status == DeliveryStatus.Refused && delivery is { IsUnderWay: false, Status: DeliveryStatus.Sent })
        {
            delivery.Report = delivery.Report with { Status = status, Reason = reason };
            _context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChange.Refused));
            return;
        }
        if (!delivery.IsUnderWay || !_queues.TryGetValue(delivery.To, out var queue))
            return;
        if (status == DeliveryStatus.Unconfirmed)
            _context.Counters.Unconfirmed++;
        if (status == DeliveryStatus.Unconfirmed && delivery.ShowsAbsence && !_context.IsLeaving)
            _context.Roster.MarkDoubtful(delivery.To);
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
        if (delivery.Repetitions is { IsComplete: true })
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
        // iptux drops numbers that are not greater than the last one. An entry resets the last number.
        if (delivery is { Attempts: > 0, Member.Dialect: ClientDialect.Iptux })
            _announcer.Introduce(delivery.To);
        delivery.Transmissions = 0;
        delivery.IsDoubted = false;
        if (_outgoingEncryption.IsReady(delivery, this))
            Send(queue, delivery);
    }

    /// <summary>Sends a delivery whose encryption is complete.</summary>
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
        delivery.Repetitions = _context.RoundTrips.PlanFor(delivery.To);
        delivery.Report = delivery.Report with { SentAt = _context.Now.Wall };
        Transmit(queue, delivery);
        // Encryption takes about as long as a confirmation, so the next message is encrypted meanwhile.
        if (queue.Next is { Status: DeliveryStatus.Pending } next)
            _outgoingEncryption.Prepare(next, this);
        if (delivery.Message.IsOneShot)
            End(queue, delivery, DeliveryStatus.Sent, null);
    }

    // As in the reference client, the last transmissions have additional NULs: some network cards compute wrong checksums for some lengths.
    private void Transmit(RecipientQueue queue, Delivery delivery)
    {
        delivery.Transmissions++;
        delivery.Report = delivery.Report with { Attempts = delivery.Transmissions };
        int length = delivery.Transmissions > PlainAttempts ? delivery.Length + MessageEncoder.Padding : delivery.Length;
        // Another client may have the address by now, and would never give a proof.
        delivery.NeedsProof = delivery.MessageForm.Nonce is not null
            && (_context.Roster.At(delivery.To) ?? delivery.Member) is { ConfirmsWithProof: true };
        _context.Counters.Sent++;
        _context.Outputs.Send(new Transmit(delivery.To, delivery.Bytes, length, isPooled: false, delivery));
        long elapsedMs = (long)SinceFirst(delivery);
        _context.SetTimer(queue.RepeatTimer, delivery.Repetitions!.NextDelay(delivery.Transmissions, elapsedMs, _context.Random));
    }

    private double SinceFirst(Delivery delivery) => (_context.Now.Elapsed - delivery.FirstSentAt.Elapsed).TotalMilliseconds;

    private void End(RecipientQueue queue, Delivery delivery, DeliveryStatus status, string? reason)
    {
        delivery.Report = delivery.Report with { Status = status, Reason = reason };
        delivery.IsUnderWay = false;
        _outgoingEncryption.Forget(delivery);
        // The recipient does not know the offers.
        if (status == DeliveryStatus.Refused || delivery.Attempts == 0)
            _offers.Remove(delivery);
        if (delivery.Deadline is { } deadline)
            TimerQueue.Clear(deadline);
        _context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChanged.EndOf(status)));
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
        internal override void OnExpired() => outbox._outgoingEncryption.Expire(delivery, outbox);
    }
}
