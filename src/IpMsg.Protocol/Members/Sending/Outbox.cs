using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Sends messages: to many recipients at once, to each in order, with repetitions until the confirmation (R44, R45).
/// </summary>
internal sealed class Outbox(
    MemberContext context,
    SentHistory history,
    Announcer announcer,
    EntryReplyQueue answers,
    OfferTable offers,
    OutgoingEncryption outgoingEncryption) : IEncryptionWaiter
{
    private const int PlainAttempts = 3;

    private readonly Pacer _pacer = new();
    private readonly Dictionary<IPEndPoint, RecipientQueue> _queues = [];
    private readonly Queue<RecipientQueue> _ready = new();
    private PacerTimer? _pacerTimer;
    private bool _isPumping;

    /// <summary>Sends deliveries, and repeats unconfirmed ones. The observer receives their changes.</summary>
    internal void Dispatch(IEnumerable<Delivery> deliveries, IObserver<DeliveryChanged>? observer)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Observer = observer;
            context.OnUse(delivery.To);
            // The recipient of a pending ANSENTRY does not know this member yet.
            if (!delivery.Message.IsOneShot)
                answers.SendNow(delivery.To);
            if (delivery.IsUnderWay)
                continue;
            if (delivery.Status == DeliveryStatus.Unconfirmed)
                context.Counters.Unconfirmed--;
            delivery.IsUnderWay = true;
            delivery.Report = delivery.Report with { Status = DeliveryStatus.Pending, Reason = null, Refusal = DeliveryRefusal.None };
            offers.Add(delivery);
            if (!_queues.TryGetValue(delivery.To, out var queue))
                _queues[delivery.To] = queue = new RecipientQueue(delivery.To);
            queue.Waiting.Enqueue(delivery);
            MakeReady(queue);
            if (delivery.TimeoutMs is { } timeout)
                context.SetTimer(delivery.Deadline = new DeliveryTimeout(this, outgoingEncryption, delivery), timeout);
        }
        if (context.IsLeaving)
            GiveUpAll();
        else
            Pump();
    }

    /// <summary>Ends a current delivery that was transmitted at least once and is confirmed now (R45).</summary>
    internal void Confirm(Delivery delivery, in Packet confirmation)
    {
        if (!_queues.TryGetValue(delivery.To, out var queue))
            return;
        if (queue.UnderWay.Contains(delivery))
            _pacer.OnConfirmed();
        context.RoundTrips.OnConfirmation(delivery, confirmation, context.Now);
        delivery.Report = delivery.Report with { RoundTrip = context.Now.Elapsed - delivery.FirstSentAt.Elapsed };
        context.Counters.Confirmed++;
        End(queue, delivery, DeliveryStatus.Confirmed, null);
    }

    /// <inheritdoc cref="SentHistory.Has"/>
    internal bool HasSent(in Packet packet) => history.Has(packet);

    /// <summary>Handles the report of a recipient that it could not decrypt a message (R70). It does not say which.</summary>
    internal void OnDecryptionError(IPEndPoint from)
    {
        if (!_queues.TryGetValue(from, out var queue))
            return;
        foreach (var delivery in queue.UnderWay.ToArray())
            outgoingEncryption.OnDecryptionError(delivery, this);
    }

    /// <summary>Ends a delivery without a confirmation.</summary>
    public void GiveUp(Delivery delivery, DeliveryStatus status, string? reason)
    {
        // A broadcast counts as sent before the system refuses its datagram.
        if (status == DeliveryStatus.Refused && delivery is { IsUnderWay: false, Status: DeliveryStatus.Sent })
        {
            delivery.Report = delivery.Report with { Status = status, Reason = reason };
            context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChange.Refused));
            return;
        }
        if (!delivery.IsUnderWay || !_queues.TryGetValue(delivery.To, out var queue))
            return;
        if (status == DeliveryStatus.Unconfirmed)
            context.Counters.Unconfirmed++;
        if (status == DeliveryStatus.Unconfirmed && delivery.ShowsAbsence && !context.IsLeaving)
            context.Roster.MarkDoubtful(delivery.To);
        End(queue, delivery, status, reason);
    }

    internal void GiveUpAll()
    {
        foreach (var delivery in _queues.Values.SelectMany(static each => each.UnderWay.Concat(each.Waiting)).ToArray())
            GiveUp(delivery, DeliveryStatus.Unconfirmed, "The listener was stopped.");
    }

    /// <summary>Repeats a message, or gives it up after its last transmission.</summary>
    internal void Repeat(IPEndPoint to, uint number)
    {
        if (!_queues.TryGetValue(to, out var queue) || queue.UnderWay.Find(each => each.Number == number) is not { } delivery)
            return;
        if (delivery.Repetitions is { IsComplete: true })
            GiveUp(delivery, DeliveryStatus.Unconfirmed, delivery.Reason);
        else
            Transmit(delivery);
    }

    /// <summary>Starts messages, as many as the pacer and the queues allow now.</summary>
    internal void Pump()
    {
        if (_isPumping)
            return;
        _isPumping = true;
        while (_ready.Count > 0)
        {
            var queue = _ready.Peek();
            bool canStart = CanStart(queue);
            if (canStart && !_pacer.TryStart(context.Now.Milliseconds))
            {
                if ((_pacerTimer ??= new PacerTimer(this)).DueAt == Moment.Never)
                    context.SetTimer(_pacerTimer, Pacer.ReopenMs);
                break;
            }
            _ready.Dequeue().IsReady = false;
            if (canStart)
                Begin(queue);
        }
        _isPumping = false;
    }

    private bool CanStart(RecipientQueue queue) => queue.CanStart(
        queue.UnderWay.Count > 0 && context.RoundTrips.IsKnown(queue.To) && context.Roster.At(queue.To) is { ConfirmsWithProof: true });

    private void Continue(RecipientQueue queue)
    {
        if (queue.IsEmpty)
            _queues.Remove(queue.To);
        else
            MakeReady(queue);
    }

    private void MakeReady(RecipientQueue queue)
    {
        if (queue.IsReady || !CanStart(queue))
            return;
        queue.IsReady = true;
        _ready.Enqueue(queue);
    }

    private void Begin(RecipientQueue queue)
    {
        var delivery = queue.Waiting.Dequeue();
        // It was given up while it waited.
        if (delivery.Status != DeliveryStatus.Pending)
        {
            Continue(queue);
            return;
        }
        delivery.Position = queue.Started++;
        queue.UnderWay.Add(delivery);
        // iptux drops numbers that are not greater than the last one. An entry resets the last number.
        if (delivery is { Attempts: > 0, Member.Dialect: ClientDialect.Iptux })
            announcer.Introduce(delivery.To);
        (delivery.Transmissions, delivery.IsDoubted, delivery.IsPersisted) = (0, false, !delivery.Message.IsQueued);
        delivery.RepeatTimer ??= new RepeatTimer(this, delivery.To, delivery.Number);
        if (outgoingEncryption.IsReady(delivery, this))
            Send(queue, delivery);
    }

    /// <summary>Sends a delivery whose encryption is complete.</summary>
    public void Ready(Delivery delivery)
    {
        if (_queues.TryGetValue(delivery.To, out var queue) && queue.UnderWay.Contains(delivery))
            Send(queue, delivery);
        Pump();
    }

    private void Send(RecipientQueue queue, Delivery delivery)
    {
        if (!MemberQueue.IsOnDisk(context, delivery))
            return;
        if (queue.UnderWay[0] != delivery)
            MessageSequence.Write(delivery, queue.NumberBefore(delivery));
        history.Add(delivery);
        delivery.FirstSentAt = context.Now;
        delivery.Repetitions = context.RoundTrips.PlanFor(delivery.To);
        delivery.Report = delivery.Report with { SentAt = context.Now.Wall };
        Transmit(delivery);
        // Encryption takes about as long as a confirmation, so the next message is encrypted meanwhile.
        if (queue.Next is { Status: DeliveryStatus.Pending } next)
            outgoingEncryption.Prepare(next, this);
        if (delivery.Message.IsOneShot)
            End(queue, delivery, DeliveryStatus.Sent, null);
        else
            MakeReady(queue);
    }

    // As in the reference client, the last transmissions have additional NULs: some network cards compute wrong checksums for some lengths.
    private void Transmit(Delivery delivery)
    {
        delivery.Transmissions++;
        delivery.Report = delivery.Report with { Attempts = delivery.Transmissions };
        if (delivery.Transmissions == 2)
            delivery.RepeatedAt = context.Now;
        int padding = delivery.Transmissions > PlainAttempts && !delivery.IsIpDict ? MessageEncoder.Padding : 0;
        // Another client may have the address by now, and would never give a proof.
        delivery.NeedsProof = delivery.MessageForm.Nonce is not null
            && (context.Roster.At(delivery.To) ?? delivery.Member) is { ConfirmsWithProof: true };
        context.Counters.Sent++;
        context.Outputs.Send(delivery.Transmissions > 1 && delivery.NeedsProof
            ? RepeatedCopy.Of(delivery, padding)
            : new Transmit(delivery.To, delivery.Bytes, delivery.Length + padding, isPooled: false, delivery));
        long elapsedMs = (long)(context.Now.Elapsed - delivery.FirstSentAt.Elapsed).TotalMilliseconds;
        context.SetTimer(delivery.RepeatTimer!, delivery.Repetitions!.NextDelay(delivery.Transmissions, elapsedMs, context.Random));
    }

    private void End(RecipientQueue queue, Delivery delivery, DeliveryStatus status, string? reason)
    {
        delivery.Report = delivery.Report with { Status = status, Reason = reason };
        delivery.IsUnderWay = false;
        outgoingEncryption.Forget(delivery);
        // The recipient does not know the offers.
        if (status == DeliveryStatus.Refused || delivery.Attempts == 0)
            offers.Remove(delivery);
        if (delivery.Deadline is { } deadline)
            TimerQueue.Clear(deadline);
        context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChanged.EndOf(status)));
        if (!queue.UnderWay.Remove(delivery))
            return;
        if (delivery.RepeatTimer is { } timer)
            TimerQueue.Clear(timer);
        Continue(queue);
        if (!context.IsLeaving)
            Pump();
    }
}
