using System.Collections.Generic;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Keeps strangers from finding out what a message says by damaged copies of it: which of them are confirmed tells one byte with some
/// hundred copies (R70). The copies share the encrypted session key, which no two messages have in common, so after a few that nobody
/// signed there is no answer to more. Nothing is held against an address, for anybody may send in its name.
/// </summary>
internal sealed class OracleLimiter(IRandomSource random)
{
    internal const int Capacity = 65_536;
    internal const int MaxPerMessage = 8;

    private readonly Dictionary<DuplicateKey, int> _counts = [];
    private readonly Queue<DuplicateKey> _order = new();
    private SipHash128? _hash;

    /// <summary>One more that nobody has signed, under this session key; false when there were too many.</summary>
    internal bool TryCount(Envelope envelope)
    {
        var key = KeyOf(envelope);
        if (!_counts.TryGetValue(key, out int count))
        {
            _order.Enqueue(key);
            if (_order.Count > Capacity)
                _counts.Remove(_order.Dequeue());
        }
        if (count >= MaxPerMessage)
            return false;
        _counts[key] = count + 1;
        return true;
    }

    /// <summary>It does not count after all: nothing was answered, for want of room on the disk.</summary>
    internal void Uncount(Envelope envelope)
    {
        if (_counts.TryGetValue(KeyOf(envelope), out int count))
            _counts[KeyOf(envelope)] = count - 1;
    }

    private DuplicateKey KeyOf(Envelope envelope) => (_hash ??= SipHash128.Create(random)).Of(envelope.SessionKey);
}
