using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Queueing;

/// <summary>
/// One attempt to send a queued message: chooses it, has its datagram on the disk before it leaves, and notes its end. The owner's lock
/// guards it.
/// </summary>
internal sealed class QueueAttempts(
    MemberDriver driver, QueueStore store, QueueContent content, QueuedDeliveries deliveries, QueuePlaces places, NodeHistory? history)
{
    private const string SentTwice =
        "It was sent twice without a confirmation, and the client of the recipient does not remember messages: it may have both.";

    private readonly Dictionary<long, Delivery> _shown = [];

    /// <summary>True for the end of an attempt that another one may change.</summary>
    internal static bool IsTransient(DeliveryReport report) =>
        report is { Status: DeliveryStatus.Refused, Refusal: DeliveryRefusal.Network or DeliveryRefusal.None };

    /// <summary>Records new deliveries in the history, as one message.</summary>
    internal void Record(IReadOnlyList<Delivery> sent) => history?.Sent.Add([.. sent.Where(static each => each.Number != 0)]);

    /// <summary>Chooses the next message for a recipient and writes its delivery; null when none can be sent now.</summary>
    /// <exception cref="System.IO.IOException">The disk fails.</exception>
    /// <exception cref="IpMsgException">The listener was stopped.</exception>
    internal QueuedAttempt? Next(RecipientState state)
    {
        var now = NodeClock.Now.Elapsed;
        if (!content.WaitingFor(state.To).Any() || now < state.DueAt)
            return null;
        if (state.Lease is null)
        {
            state.Lease = store.TryLease(state.To.Key);
            if (state.Lease is null)
            {
                state.OnFailed(now);
                return null;
            }
            content.Reload(state.To);
        }
        foreach (var message in content.WaitingFor(state.To).ToList())
        {
            // Its process was killed while it was under way.
            var next = message.IsOpen ? message with { IsOpen = false, Doubts = message.Doubts + 1 } : message;
            if (next.Text is null)
            {
                state.OnFailed(now);
                return null;
            }
            if (next.Doubts >= QueuedMessage.MaxDoubts && next.Datagram is { IsRemembered: false })
                Fail(next, SentTwice);
            else if (state.Posted.TryGetValue(next.Id, out var posted))
            {
                state.Posted.Remove(next.Id);
                (state.Current, state.Delivery) = (next, posted);
                return new QueuedAttempt(next.Id, state, IsFirst: true);
            }
            else if (places.Present(next.To) is not { } member)
            {
                if (state.TryAsk(now))
                    places.Ask(next.To);
                return null;
            }
            else if (Write(next, member) is { } delivery)
            {
                (state.Current, state.Delivery) = (next, delivery);
                return new QueuedAttempt(next.Id, state, IsFirst: false);
            }
        }
        return null;
    }

    /// <summary>Writes the datagram of a delivery to the disk; then it leaves.</summary>
    internal void Persist(QueuedAttempt attempt, Delivery delivery)
    {
        if (!ReferenceEquals(attempt.State.Delivery, delivery) || attempt.State.Current is not { } message)
            return;
        string? obstacle = null;
        bool isWithdrawn = false;
        try
        {
            var noted = message with
            {
                Attempts = message.Attempts + 1,
                LastAttempt = store.Now,
                IsOpen = true,
                Reason = null,
                Datagram = QueuedDeliveries.DatagramOf(delivery, places.MembersOf(message.To)
                    .FirstOrDefault(each => each.EndPoint.Equals(delivery.To))),
                Record = history?.Sent.PlaceOf(delivery) ?? message.Record,
            };
            isWithdrawn = !store.Update(noted);
            attempt.State.Current = noted;
            content.Put(noted);
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            obstacle = "The queue cannot be written: " + failure.Message;
        }
        using var access = driver.Resume();
        if (isWithdrawn)
            access.Machine.GiveUp(NodeClock.Now, delivery, DeliveryStatus.Refused, "The message was withdrawn.");
        else if (obstacle is not null)
            access.Machine.GiveUp(NodeClock.Now, delivery, DeliveryStatus.Unconfirmed, obstacle);
        else
            access.Machine.Persisted(NodeClock.Now, delivery);
    }

    /// <summary>Notes the end of an attempt, or a late confirmation. True when nothing more is sent of the message.</summary>
    internal bool End(QueuedAttempt attempt, Delivery delivery, DeliveryReport report, bool isCurrent)
    {
        var state = attempt.State;
        var message = isCurrent ? state.Current! : null;
        if (isCurrent)
            (state.Current, state.Delivery) = (null, null);
        if (report.Status == DeliveryStatus.Confirmed)
        {
            state.OnConfirmed();
            content.Settle(attempt.Id);
            return true;
        }
        if (message is null)
            return false;
        bool isRefused = report.Status == DeliveryStatus.Refused && !IsTransient(report);
        // The cmdlet that has queued it reports the error; there is nothing to wait for.
        if (isRefused && attempt.IsFirst)
        {
            content.Settle(attempt.Id);
            return true;
        }
        if (isRefused && report.Refusal == DeliveryRefusal.TooLong)
            return Fail(message, report.Reason ?? "It is too long for the client of the recipient.");
        state.OnFailed(NodeClock.Now.Elapsed);
        // The recipient had answered shortly before, or was heard meanwhile. Otherwise nobody was there.
        bool mayHaveIt = message.IsOpen && (!attempt.IsFirst || places.MembersOf(message.To).Any(
            each => each.EndPoint.Equals(delivery.To) && each.Seen.Elapsed > delivery.FirstSentAt.Elapsed));
        Write(message with
        {
            IsOpen = false,
            Doubts = message.Doubts + (mayHaveIt ? 1 : 0),
            Reason = report.Reason,
            Record = history?.Sent.PlaceOf(delivery) ?? message.Record,
        });
        return false;
    }

    /// <summary>Those who wait for a delivery that is not begun learn that it is queued.</summary>
    internal void TellQueued(RecipientState state)
    {
        if (state.Posted.Count == 0)
            return;
        using var access = driver.Resume();
        access.Machine.RaiseQueued(NodeClock.Now, [.. state.Posted.Values]);
        state.Posted.Clear();
    }

    /// <summary>Remembers the delivery that a cmdlet has shown for a message, to show its end later.</summary>
    internal void Show(long id, Delivery delivery) => _shown[id] = delivery;

    /// <summary>Nothing more is sent of a message: the delivery that was shown for it ends like the last one.</summary>
    internal void EndShown(long id, Delivery last, DeliveryReport report)
    {
        if (!_shown.TryGetValue(id, out var shown))
            return;
        _shown.Remove(id);
        if (ReferenceEquals(shown, last))
            return;
        using var access = driver.Resume();
        access.Machine.EndQueued(shown, report);
    }

    private Delivery? Write(QueuedMessage message, Member member)
    {
        if (QueuedFiles.Describe(message.Files, out string? flaw) is not { } files)
        {
            Fail(message, flaw!);
            return null;
        }
        var encoded = deliveries.Compose(message, files, member);
        if (encoded.TooLongFor.Count > 0)
        {
            Fail(message, "It is too long for the client of the recipient.");
            return null;
        }
        var delivery = encoded.Deliveries[0];
        if (message.Record is not { } record || history?.Sent.Continue(delivery, record.Id, record.Recipient) != true)
            history?.Sent.Add([delivery]);
        return delivery;
    }

    private bool Fail(QueuedMessage message, string reason)
    {
        Write(message with { IsOpen = false, HasFailed = true, Reason = reason });
        return true;
    }

    // When the disk does not take it, this listener knows it all the same, and the next one finds what was before.
    private void Write(QueuedMessage message)
    {
        content.Put(message);
        try
        {
            if (!store.Update(message))
                content.Settle(message.Id);
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            content.Report(failure);
        }
    }
}
