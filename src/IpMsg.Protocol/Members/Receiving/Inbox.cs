using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Received messages that no reader has taken, oldest first. At its limits (<see cref="InboxShares"/>) new messages are left unconfirmed
/// instead of dropping old ones: a sender without a confirmation notices the loss.
/// </summary>
public sealed class Inbox
{
    private const int MaxRecent = 1_000;

    private readonly InboxShares _shares = new();
    private readonly LinkedList<IncomingMessage> _waiting = [];
    private readonly LinkedList<IncomingMessage> _taken = [];
    private long _insertions;
    private long _additions;
    private long _restored;

    internal Inbox()
    {
    }

    /// <summary>The number of messages.</summary>
    public int Count => _waiting.Count;

    /// <summary>The number of messages that the inbox has received since the start.</summary>
    public long Additions => _additions;

    /// <summary>True when that part has room for a sender that has no messages there.</summary>
    internal bool HasRoom(InboxPart part) => _shares.HasRoom(part);

    /// <summary>True when an unsigned message from that address has room in that part.</summary>
    internal bool HasRoomFor(InboxPart part, IPAddress from) => _shares.HasRoomFor(part, from);

    /// <summary>True when the message has room.</summary>
    internal bool HasRoomFor(IncomingMessage message) => _shares.HasRoomFor(message);

    /// <summary>The messages, oldest first.</summary>
    public IEnumerable<IncomingMessage> Waiting => _waiting;

    /// <summary>Reserves space for a message that is being written to the disk.</summary>
    internal void Reserve(IncomingMessage message) => _shares.Add(message, isPending: true);

    /// <summary>Releases the reserved space of a message.</summary>
    internal void Release(IncomingMessage message)
    {
        _shares.OnWritten(message);
        _shares.Remove(message);
    }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isReserved">True when <see cref="Reserve"/> has counted it.</param>
    internal void Add(IncomingMessage message, bool isReserved)
    {
        if (isReserved)
            _shares.OnWritten(message);
        else
            _shares.Add(message);
        _additions++;
        // A later message may be on the disk first.
        var before = _waiting.Last;
        while (before is not null && before.Value.Order > message.Order)
            before = before.Previous;
        if (before != _waiting.Last)
            _insertions++;
        if (before is null)
            _waiting.AddFirst(message);
        else
            _waiting.AddAfter(before, message);
    }

    /// <summary>Adds a message that an earlier process has received, before all messages that this process receives.</summary>
    internal void Restore(IncomingMessage message)
    {
        message.Order = long.MinValue + _restored++;
        Add(message, isReserved: false);
    }

    /// <summary>Takes the oldest message that fulfils the condition; null when there is none.</summary>
    public IncomingMessage? Dequeue(Func<IncomingMessage, bool>? condition = null) => Dequeue(new InboxReader(condition));

    /// <summary>Takes the next message of a reader, which checks each message only once.</summary>
    internal IncomingMessage? Dequeue(InboxReader reader)
    {
        while (Next(reader) is { } candidate)
        {
            if (reader.Wants(candidate) && TryTake(reader))
                return candidate;
        }
        return null;
    }

    /// <summary>
    /// Returns the next message that the reader has not checked; null when there is none. <see cref="TryTake"/> takes it.
    /// </summary>
    public IncomingMessage? Next(InboxReader reader)
    {
        // The position is invalid when another reader took that message, or a message was inserted before it.
        var passed = reader.Insertions == _insertions && reader.Passed?.List == _waiting ? reader.Passed : null;
        var next = passed is null ? _waiting.First : passed.Next;
        if (next is null)
        {
            (reader.Passed, reader.Insertions, reader.Additions) = (passed, _insertions, _additions);
            return null;
        }
        (reader.Passed, reader.Insertions) = (next, _insertions);
        return next.Value;
    }

    /// <summary>Takes the message that the reader got last. False when it is no longer in the inbox.</summary>
    public bool TryTake(InboxReader reader)
    {
        if (reader.Passed is not { } node || node.List != _waiting)
            return false;
        reader.Passed = node.Previous;
        _waiting.Remove(node);
        _shares.Remove(node.Value);
        return true;
    }

    /// <summary>Puts a message back at its former position, before all later messages.</summary>
    public void Requeue(IncomingMessage message)
    {
        _shares.Add(message);
        _insertions++;
        var node = _waiting.First;
        while (node is not null && node.Value.Order < message.Order)
            node = node.Next;
        if (node is null)
            _waiting.AddLast(message);
        else
            _waiting.AddBefore(node, message);
    }

    /// <summary>Notes that a message was delivered to the user.</summary>
    public void MarkDelivered(IncomingMessage message)
    {
        _taken.AddLast(message);
        if (_taken.Count > MaxRecent)
            _taken.RemoveFirst();
    }

    /// <summary>The last delivered messages, oldest first.</summary>
    public IReadOnlyList<IncomingMessage> Recent(int count)
    {
        var recent = new List<IncomingMessage>();
        for (var node = _taken.Last; node is not null && recent.Count < count; node = node.Previous)
            recent.Insert(0, node.Value);
        return recent;
    }

    /// <summary>Removes a message. False when it is not in the inbox.</summary>
    internal bool Discard(IncomingMessage message)
    {
        if (!_waiting.Remove(message))
            return false;
        _shares.Remove(message);
        return true;
    }
}
