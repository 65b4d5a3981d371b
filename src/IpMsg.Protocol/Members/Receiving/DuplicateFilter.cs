using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>What became of the first arrival of a message.</summary>
internal enum ArrivalState
{
    /// <summary>It has not been here.</summary>
    New,
    /// <summary>Its slot is taken, but it is not yet safe: nothing is answered to a repetition.</summary>
    Pending,
    /// <summary>It is safe: a repetition is confirmed again (R43).</summary>
    Kept,
}

/// <summary>
/// Recognises repeated messages by sender's endpoint, number, names and content, all digested together: counters of some clients begin
/// again at 1, so a number alone proves nothing. Entries age out after ten minutes and are at most <see cref="Capacity"/>.
/// </summary>
internal sealed class DuplicateFilter
{
    internal const int Capacity = 65_536;
    private const long LifetimeMs = 600_000;

    private readonly Dictionary<DuplicateKey, ArrivalState> _slots = [];
    private readonly Queue<(DuplicateKey Key, long Since)> _order = new();
    private SipHash128 _hash;
    private byte[] _scratch = new byte[512];

    internal DuplicateFilter(IRandomSource random) => _hash = SipHash128.Create(random);

    /// <summary>
    /// Takes over what earlier processes have stored: the key of their digests, and the digests of the last minutes. To be called before
    /// the first message.
    /// </summary>
    internal void Load(SipHash128 hash, IEnumerable<DuplicateKey> kept, Moment now)
    {
        _hash = hash;
        foreach (var key in kept)
        {
            Add(key, now);
            MarkKept(key);
        }
    }

    internal ArrivalState Find(DuplicateKey key, Moment now)
    {
        // Here too, for on a quiet network nothing else may have come in the meantime.
        while (_order.Count > 0 && now.Milliseconds - _order.Peek().Since > LifetimeMs)
            _slots.Remove(_order.Dequeue().Key);
        return _slots.TryGetValue(key, out var state) ? state : ArrivalState.New;
    }

    internal void Add(DuplicateKey key, Moment now)
    {
        while (_order.Count >= Capacity)
            _slots.Remove(_order.Dequeue().Key);
        if (!_slots.ContainsKey(key))
            _order.Enqueue((key, now.Milliseconds));
        _slots[key] = ArrivalState.Pending;
    }

    internal void MarkKept(DuplicateKey key)
    {
        if (_slots.ContainsKey(key))
            _slots[key] = ArrivalState.Kept;
    }

    /// <summary>Frees the slot, so that the next repetition is taken for the message itself.</summary>
    internal void Remove(DuplicateKey key) => _slots.Remove(key);

    internal DuplicateKey KeyOf(in Packet packet, IPEndPoint from)
    {
        // RETRYOPT is the one bit in which a repetition may differ; trailing NULs are gone already (R2, R44).
        uint command = packet.CommandWord & ~(uint)MessageFlags.Retry;
        // A broadcast comes by every road its sender knows, IPv4, IPv6 and each of its cards, so its address says nothing.
        byte[] address = (packet.MessageFlags & MessageFlags.Broadcast) != 0 ? [] : from.Address.GetAddressBytes();
        int length = address.Length + 6 + packet.Number.Length + packet.User.Length + packet.Host.Length + packet.Extra.Length + 3;
        if (_scratch.Length < length)
            _scratch = new byte[length * 2];
        var rest = _scratch.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)from.Port);
        BinaryPrimitives.WriteUInt32BigEndian(rest.Slice(2), command);
        rest = rest.Slice(6);
        Append(ref rest, address);
        // The header fields hold no colon, so one behind each keeps them apart.
        Append(ref rest, packet.Number, (byte)':');
        Append(ref rest, packet.User, (byte)':');
        Append(ref rest, packet.Host, (byte)':');
        Append(ref rest, packet.Extra);
        return _hash.Of(_scratch.AsSpan(0, length));
    }

    private static void Append(ref Span<byte> rest, ReadOnlySpan<byte> part, byte? end = null)
    {
        part.CopyTo(rest);
        rest = rest.Slice(part.Length);
        if (end is not { } last)
            return;
        rest[0] = last;
        rest = rest.Slice(1);
    }
}
