using System;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Prevents a padding oracle: from the confirmations of some hundred damaged copies of a message, an attacker learns one byte of its text
/// (R70). The copies share the encrypted session key, which is unique to a message, so after a few unsigned copies there is no more reply.
/// The limit does not depend on the source address, which can be forged.
/// </summary>
/// <remarks>
/// The memory is constant. A new message replaces one of its set with the fewest copies, and of these the oldest: ever new messages replace
/// one another and leave those that have reached the limit.
/// </remarks>
internal sealed class OracleLimiter(IRandomSource random)
{
    /// <summary>The number of messages.</summary>
    internal const int Capacity = 262_144;

    /// <summary>The maximum number of unsigned copies of a message that get a reply.</summary>
    internal const int MaxPerMessage = 8;

    private const int SetLength = 8, Sets = Capacity / SetLength;

    // Half of the digest is enough: a wrong match counts two messages as one.
    private ulong[] _messages = [];
    private byte[] _counts = [];

    // The place in each set at which the search for the next replaced one begins.
    private byte[] _next = [];
    private SipHash128? _hash;

    /// <summary>Counts an unsigned copy with this session key. False when the limit is reached.</summary>
    internal bool TryCount(Envelope envelope)
    {
        if (_messages.Length == 0)
            (_messages, _counts, _next) = (new ulong[Capacity], new byte[Capacity], new byte[Sets]);
        var key = KeyOf(envelope);
        int place = Find(key);
        if (place < 0)
            place = Replace(key);
        if (_counts[place] >= MaxPerMessage)
            return false;
        _counts[place]++;
        return true;
    }

    /// <summary>Takes a count back: the message got no reply, because it could not be written to the disk.</summary>
    internal void Uncount(Envelope envelope)
    {
        if (_messages.Length > 0 && Find(KeyOf(envelope)) is >= 0 and var place && _counts[place] > 0)
            _counts[place]--;
    }

    private int Find(DuplicateKey key)
    {
        int first = SetOf(key) * SetLength;
        int index = _messages.AsSpan(first, SetLength).IndexOf(key.Second);
        return index < 0 ? -1 : first + index;
    }

    private int Replace(DuplicateKey key)
    {
        int set = SetOf(key), first = set * SetLength;
        int place = first + _next[set];
        for (int i = 1; i < SetLength; i++)
        {
            int other = first + (_next[set] + i) % SetLength;
            place = _counts[other] < _counts[place] ? other : place;
        }
        _next[set] = (byte)((place - first + 1) % SetLength);
        (_messages[place], _counts[place]) = (key.Second, 0);
        return place;
    }

    // The digest is keyed, so nobody can choose the set.
    private static int SetOf(DuplicateKey key) => (int)(key.First % Sets);

    private DuplicateKey KeyOf(Envelope envelope) => (_hash ??= SipHash128.Create(random)).Of(envelope.SessionKey);
}
