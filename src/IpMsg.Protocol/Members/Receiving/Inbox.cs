using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Messages that nobody has taken yet, oldest first. It has a limit, and at the limit new messages are left unconfirmed rather than old
/// ones dropped: who is not confirmed knows it.
/// </summary>
internal sealed class Inbox
{
    /// <summary>The most messages waiting, including those on their way to the disk.</summary>
    internal const int MostMessages = 10_000;

    private const long MostCharacters = 32_000_000;
    private const int MostRecent = 1_000;

    // What an entry of an attachment list costs beside its name, in characters.
    private const int AttachmentWeight = 128;

    private readonly LinkedList<IncomingMessage> _waiting = [];
    private readonly LinkedList<IncomingMessage> _taken = [];
    private int _reserved;
    private long _characters;
    private long _insertions;

    internal int Count => _waiting.Count;

    internal bool HasRoom => _waiting.Count + _reserved < MostMessages && _characters < MostCharacters;

    internal IEnumerable<IncomingMessage> Waiting => _waiting;

    /// <summary>Keeps a place for a message that is not yet safe.</summary>
    internal void Reserve(IncomingMessage message)
    {
        _reserved++;
        _characters += Weight(message);
    }

    /// <summary>Gives a kept place up.</summary>
    internal void Release(IncomingMessage message)
    {
        _reserved--;
        _characters -= Weight(message);
    }

    internal void Add(IncomingMessage message)
    {
        _characters += Weight(message);
        // The disk may have finished with a later one first.
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

    /// <summary>Takes out the oldest message that the reader wants; null when there is none.</summary>
    internal IncomingMessage? Dequeue(InboxReader reader)
    {
        // Its place is gone when somebody else took that message, and worth nothing when something came before it.
        var passed = reader.Insertions == _insertions && reader.Passed?.List == _waiting ? reader.Passed : null;
        (reader.Passed, reader.Insertions) = (passed, _insertions);
        for (var node = passed is null ? _waiting.First : passed.Next; node is not null; node = node.Next)
        {
            if (reader.Wants(node.Value))
            {
                _waiting.Remove(node);
                _characters -= Weight(node.Value);
                return node.Value;
            }
            reader.Passed = node;
        }
        return null;
    }

    /// <summary>Puts a message back where it was: ahead of all that came after it.</summary>
    internal void Requeue(IncomingMessage message)
    {
        _characters += Weight(message);
        _insertions++;
        var node = _waiting.First;
        while (node is not null && node.Value.Order < message.Order)
            node = node.Next;
        if (node is null)
            _waiting.AddLast(message);
        else
            _waiting.AddBefore(node, message);
    }

    /// <summary>Notes that a message has really been handed on.</summary>
    internal void MarkDelivered(IncomingMessage message)
    {
        _taken.AddLast(message);
        if (_taken.Count > MostRecent)
            _taken.RemoveFirst();
    }

    /// <summary>The last messages handed on, oldest first.</summary>
    internal IReadOnlyList<IncomingMessage> Recent(int count)
    {
        var recent = new List<IncomingMessage>();
        for (var node = _taken.Last; node is not null && recent.Count < count; node = node.Previous)
            recent.Insert(0, node.Value);
        return recent;
    }

    /// <summary>Throws a waiting message away; false when it is not waiting.</summary>
    internal bool Discard(IncomingMessage message)
    {
        if (!_waiting.Remove(message))
            return false;
        _characters -= Weight(message);
        return true;
    }

    // Not the text alone: the header fields of a stranger may be as long.
    private static long Weight(IncomingMessage message)
    {
        long weight = message.Text.Length + message.User.Length + message.Host.Length + message.NumberText.Length;
        foreach (var attachment in message.Attachments)
            weight += AttachmentWeight + attachment.Name.Length;
        return weight;
    }
}
