using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Messages that nobody has taken yet, oldest first. It has a limit, and at the limit new messages are left unconfirmed rather than old
/// ones dropped: who is not confirmed knows it.
/// </summary>
public sealed class Inbox
{
    /// <summary>The most messages waiting, including those on their way to the disk.</summary>
    internal const int MaxMessages = 10_000;

    private const long MaxCharacters = 32_000_000;
    private const int MaxRecent = 1_000;

    // What an entry of an attachment list costs beside its name, in characters.
    private const int AttachmentWeight = 128;

    private readonly LinkedList<IncomingMessage> _waiting = [];
    private readonly LinkedList<IncomingMessage> _taken = [];
    private int _reserved;
    private long _characters;
    private long _insertions;
    private long _additions;

    internal Inbox()
    {
    }

    /// <summary>How many messages wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>How many messages have ever come in.</summary>
    public long Additions => _additions;

    internal bool HasRoom => _waiting.Count + _reserved < MaxMessages && _characters < MaxCharacters;

    /// <summary>The messages that wait, oldest first.</summary>
    public IEnumerable<IncomingMessage> Waiting => _waiting;

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
        _additions++;
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

    /// <summary>Takes out the oldest message that the condition admits; null when there is none.</summary>
    public IncomingMessage? Dequeue(Func<IncomingMessage, bool>? condition = null) => Dequeue(new InboxReader(condition));

    /// <summary>The same for a reader that takes several, and then looks at each message once.</summary>
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
    /// Shows the reader the next message that it has not looked at; null when there is none. <see cref="TryTake"/> takes it out.
    /// </summary>
    public IncomingMessage? Next(InboxReader reader)
    {
        // Its place is gone when another reader took that message, and worth nothing when something came before it.
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

    /// <summary>Takes out the message that the reader was shown last. False when it does not wait any more.</summary>
    public bool TryTake(InboxReader reader)
    {
        if (reader.Passed is not { } node || node.List != _waiting)
            return false;
        reader.Passed = node.Previous;
        _waiting.Remove(node);
        _characters -= Weight(node.Value);
        return true;
    }

    /// <summary>Puts a message back where it was: ahead of all that came after it.</summary>
    public void Requeue(IncomingMessage message)
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
    public void MarkDelivered(IncomingMessage message)
    {
        _taken.AddLast(message);
        if (_taken.Count > MaxRecent)
            _taken.RemoveFirst();
    }

    /// <summary>The last messages handed on, oldest first.</summary>
    public IReadOnlyList<IncomingMessage> Recent(int count)
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
