using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>Messages that have arrived. Safe for any thread; conditions of readers are asked outside the gate.</summary>
public sealed class NodeInbox
{
    // Fewer than of other events, for texts are long.
    private const int Capacity = 4_096;

    private readonly MemberDriver _driver;
    private readonly SubscriptionTable _subscriptionTable;
    private readonly NodeHistory? _history;

    internal NodeInbox(MemberDriver driver, SubscriptionTable subscriptionTable, NodeHistory? history)
    {
        _history = history;
        _driver = driver;
        _subscriptionTable = subscriptionTable;
    }

    /// <summary>How many messages wait.</summary>
    public int Count
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Inbox.Count;
        }
    }

    /// <summary>True when messages that want a confirmation are accepted; otherwise their senders get none and know it.</summary>
    public bool IsAccepting
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.AcceptsMessages;
        }
    }

    /// <summary>Accepts and confirms messages from now on.</summary>
    /// <exception cref="IpMsgException">The node is no longer running, or the named folder of the store cannot be used.</exception>
    public void Accept()
    {
        using (var access = _driver.Enter())
        {
            if (access.Machine.AcceptsMessages)
                return;
        }
        // The store is open before the first confirmation.
        _history?.Accept();
        using (var access = _driver.Enter())
            access.Machine.AcceptsMessages = true;
    }

    /// <summary>
    /// Takes out the oldest message that the reader wants, and waits for one when there is none. False when the time is up. What had come
    /// before the node ended can still be taken, except from a store: there it waits for the next session.
    /// </summary>
    /// <param name="reader">Which messages are wanted.</param>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="IpMsgException">The node was stopped or has failed, and no message is left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Receive(InboxReader reader, TimeSpan timeout, CancellationToken stop, out IncomingMessage message)
    {
        stop.ThrowIfCancellationRequested();
        var deadline = new Deadline(timeout);
        do
        {
            while (Next(reader, out bool isTaken) is { } candidate)
            {
                message = candidate;
                if (!isTaken && !(reader.Wants(candidate) && TryTake(reader)))
                    continue;
                if (_history?.Take(candidate) != false)
                    return true;
            }
        }
        while (!deadline.IsOver && _driver.WaitForMessage(reader.Additions, deadline, stop));
        message = null!;
        return false;
    }

    /// <summary>Takes out the oldest message, without waiting; null when there is none.</summary>
    public IncomingMessage? Receive()
    {
        while (true)
        {
            IncomingMessage? message;
            using (var access = _driver.EnterAnyState())
                message = access.Machine.Inbox.Dequeue();
            if (message is null || _history?.Take(message) != false)
                return message;
        }
    }

    /// <summary>Puts a message back that could not be delivered, ahead of all that came after it.</summary>
    public void Requeue(IncomingMessage message)
    {
        _history?.Return(message);
        using var access = _driver.EnterAnyState();
        access.Machine.Inbox.Requeue(message);
    }

    /// <summary>Notes that a message was delivered, for <see cref="GetRecent"/>.</summary>
    public void MarkDelivered(IncomingMessage message)
    {
        using var access = _driver.EnterAnyState();
        access.Machine.Inbox.MarkDelivered(message);
    }

    /// <summary>The messages that wait, oldest first.</summary>
    public IReadOnlyList<IncomingMessage> GetWaiting()
    {
        using var access = _driver.EnterAnyState();
        return [.. access.Machine.Inbox.Waiting];
    }

    /// <summary>The messages delivered last, oldest first; at most a thousand are remembered.</summary>
    public IReadOnlyList<IncomingMessage> GetRecent(int count)
    {
        using var access = _driver.EnterAnyState();
        return access.Machine.Inbox.Recent(count);
    }

    /// <summary>Opens a sealed message and tells its sender (R49); false when it was open already or is gone.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public bool Open(IncomingMessage message)
    {
        bool isOpened;
        using (var access = _driver.Enter())
            isOpened = access.Machine.Open(NodeClock.Now, message);
        if (isOpened)
            _history?.Open(message);
        return isOpened;
    }

    /// <summary>
    /// Throws a message away; the sender of a sealed one that was not opened is told (R52), and so is that of files (R88).
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public bool Discard(IncomingMessage message)
    {
        bool isDiscarded;
        using (var access = _driver.Enter())
            isDiscarded = access.Machine.Discard(NodeClock.Now, message);
        if (isDiscarded)
            _history?.Discard(message);
        return isDiscarded;
    }

    /// <summary>Notes where an attachment of a message was saved, for the history.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attachment">The number of the attachment in the message.</param>
    /// <param name="path">The file or folder.</param>
    public void MarkSaved(IncomingMessage message, uint attachment, string path) => _history?.Save(message, attachment, path);

    /// <summary>A subscription to every message that comes into the inbox from now on; it stays there.</summary>
    public Subscription<MessageArrived> Subscribe()
    {
        var subscription = _subscriptionTable.Open(Capacity, _subscriptionTable.Messages);
        using var access = _driver.EnterAnyState();
        access.Machine.ReportsMessages = true;
        return subscription;
    }

    // Without a condition, one entry into the gate is enough: each entry delays the thread that receives.
    private IncomingMessage? Next(InboxReader reader, out bool isTaken)
    {
        using var access = _driver.EnterAnyState();
        var next = access.Machine.Inbox.Next(reader);
        isTaken = next is not null && reader.WantsAll && access.Machine.Inbox.TryTake(reader);
        return next;
    }

    private bool TryTake(InboxReader reader)
    {
        using var access = _driver.EnterAnyState();
        return access.Machine.Inbox.TryTake(reader);
    }
}
