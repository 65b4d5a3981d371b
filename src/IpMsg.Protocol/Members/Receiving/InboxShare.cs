using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Counts the messages of one part of the inbox, in all and of each sender. A few senders with many messages cannot fill it: its last
/// quarter is for senders that have few.
/// </summary>
internal sealed class InboxShare
{
    private const int LastQuarter = InboxShares.MaxMessages / 4 * 3;
    private const long LastCharacters = InboxShares.MaxCharacters / 4 * 3;

    private readonly Dictionary<object, Count> _senders = [];
    private readonly Count _all = new();
    private int _pending;

    // A reader that keeps up empties the share of a sender with each message.
    private Count? _spare;

    /// <summary>True when there is room for a sender without messages.</summary>
    internal bool HasRoom => _all.IsBelow(InboxShares.MaxMessages, InboxShares.MaxCharacters) && _pending < InboxShares.MaxPending;

    /// <summary>True when there is room for another message of the sender.</summary>
    internal bool HasRoomFor(object sender)
    {
        if (!HasRoom || !_senders.TryGetValue(sender, out var count))
            return HasRoom;
        return _all.IsBelow(LastQuarter, LastCharacters)
            ? count.IsBelow(InboxShares.MaxMessagesPerSender, InboxShares.MaxCharactersPerSender)
            : count.IsBelow(InboxShares.MaxFewMessages, InboxShares.MaxFewCharacters);
    }

    internal void Add(object sender, long weight, bool isPending)
    {
        if (!_senders.TryGetValue(sender, out var count))
        {
            _senders.Add(sender, count = _spare ?? new Count());
            _spare = null;
        }
        count.Add(1, weight);
        _all.Add(1, weight);
        if (isPending)
            _pending++;
    }

    internal void OnWritten() => _pending--;

    internal void Remove(object sender, long weight)
    {
        var count = _senders[sender];
        count.Add(-1, -weight);
        _all.Add(-1, -weight);
        if (count.Messages > 0)
            return;
        _senders.Remove(sender);
        _spare = count;
    }

    private sealed class Count
    {
        private long _characters;

        internal int Messages { get; private set; }

        internal bool IsBelow(int messages, long characters) => Messages < messages && _characters < characters;

        internal void Add(int messages, long characters)
        {
            Messages += messages;
            _characters += characters;
        }
    }
}
