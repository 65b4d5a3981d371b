using System.Collections.Generic;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Prevents a padding oracle: from the confirmations of some hundred damaged copies of a message, an attacker learns one byte of its text
/// (R70). The copies share the encrypted session key, which is unique to a message, so after a few unsigned copies there is no more reply.
/// The limit does not depend on the source address, which can be forged.
/// </summary>
internal sealed class OracleLimiter(IRandomSource random)
{
    internal const int Capacity = 65_536;
    internal const int MaxPerMessage = 8;

    private readonly Dictionary<DuplicateKey, int> _counts = [];
    private readonly Queue<DuplicateKey> _order = new();
    private SipHash128? _hash;

    /// <summary>Counts an unsigned copy with this session key. False when the limit is reached.</summary>
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

    /// <summary>Takes a count back: the message got no reply, because it could not be written to the disk.</summary>
    internal void Uncount(Envelope envelope)
    {
        if (_counts.TryGetValue(KeyOf(envelope), out int count))
            _counts[KeyOf(envelope)] = count - 1;
    }

    private DuplicateKey KeyOf(Envelope envelope) => (_hash ??= SipHash128.Create(random)).Of(envelope.SessionKey);
}
