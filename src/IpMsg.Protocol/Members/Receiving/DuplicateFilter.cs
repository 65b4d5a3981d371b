using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>The state of the first arrival of a message.</summary>
internal enum ArrivalState
{
    /// <summary>There was no earlier arrival.</summary>
    New,
    /// <summary>It is not stored yet: a repetition gets no confirmation.</summary>
    Pending,
    /// <summary>It is stored: a repetition is confirmed again (R43).</summary>
    Kept,
}

/// <summary>
/// Recognises repeated messages by a digest of the sender's endpoint, number, names and content. The number alone is not enough, because
/// some clients restart their numbers at 1. Slots expire after ten minutes. Each part of the inbox has slots of its own, at most
/// <see cref="Capacity"/>, so that forged messages do not evict those of members. A member that has left and entered again starts anew
/// (R43).
/// </summary>
internal sealed class DuplicateFilter(IRandomSource random, Reentries reentries)
{
    /// <summary>The maximum number of slots of each part: the messages of ten seconds, at 3,000 a second.</summary>
    internal const int Capacity = 32_768;

    private const long LifetimeMs = 600_000;

    // Clocks differ by time zones that are set wrongly.
    private const long MaxClockDifference = 86_400;

    // Our numbers get ahead of the clock by a week, and in long bursts further (R12).
    private const long MaxAhead = 30 * 86_400 + MaxClockDifference;

    private readonly Dictionary<DuplicateKey, Slot> _slots = [];
    // The last one is for those of earlier processes.
    private readonly Queue<(DuplicateKey Key, long Since)>[] _orders = [new(), new(), new(), new(), new()];
    private SipHash128 _hash = SipHash128.Create(random);
    private byte[] _scratch = new byte[512];

    /// <summary>
    /// Loads what earlier processes have stored: the key of their digests, and the digests of the last minutes. Call it before the first
    /// message.
    /// </summary>
    internal void Load(SipHash128 hash, IEnumerable<DuplicateKey> kept, Moment now)
    {
        _hash = hash;
        foreach (var key in kept)
        {
            Add(key, _orders[_orders.Length - 1], now);
            MarkKept(key);
        }
    }

    /// <summary>The state of the first arrival of that message.</summary>
    internal ArrivalState Find(DuplicateKey key, in Packet packet, IPEndPoint from, Moment now)
    {
        // Also needed here: without other messages, Add has not removed expired slots.
        foreach (var order in _orders)
        {
            while (order.Count > 0 && now.Milliseconds - order.Peek().Since > LifetimeMs)
                RemoveOldest(order);
        }
        return _slots.TryGetValue(key, out var slot) && !IsOfEarlierStay(slot, packet, from, now) ? slot.State : ArrivalState.New;
    }

    /// <summary>Adds a message that belongs to that part of the inbox.</summary>
    internal void Add(DuplicateKey key, InboxPart part, Moment now)
    {
        var order = _orders[(int)part];
        while (order.Count >= Capacity)
            RemoveOldest(order);
        Add(key, order, now);
    }

    private void Add(DuplicateKey key, Queue<(DuplicateKey Key, long Since)> order, Moment now)
    {
        order.Enqueue((key, now.Milliseconds));
        _slots[key] = new Slot(ArrivalState.Pending, reentries.Count, now.Milliseconds);
    }

    /// <summary>Notes that a message is stored.</summary>
    /// <param name="key">The message.</param>
    /// <param name="confirmed">The digits of the number to confirm, which a repeated dictionary does not show; empty for none.</param>
    internal void MarkKept(DuplicateKey key, string? confirmed = null)
    {
        if (_slots.TryGetValue(key, out var slot))
            _slots[key] = slot with { State = ArrivalState.Kept, Confirmed = confirmed };
    }

    /// <summary>What <see cref="MarkKept"/> was told of a message; null also for a message of an earlier process.</summary>
    internal string? ConfirmedOf(DuplicateKey key) => _slots.TryGetValue(key, out var slot) ? slot.Confirmed : null;

    /// <summary>Removes a message that could not be stored; its next repetition counts as new.</summary>
    internal void Remove(DuplicateKey key) => _slots.Remove(key);

    internal DuplicateKey KeyOf(in Packet packet, IPEndPoint from)
    {
        // A repetition may differ in RETRYOPT. Trailing NULs are removed before (R2, R44).
        uint command = packet.CommandWord & ~(uint)MessageFlags.Retry;
        // A broadcast arrives over IPv4, IPv6 and every network card of its sender, so its source address is ignored.
        byte[] address = (packet.MessageFlags & MessageFlags.Broadcast) != 0 ? [] : from.Address.GetAddressBytes();
        int length = address.Length + 6 + packet.Number.Length + packet.User.Length + packet.Host.Length + packet.Extra.Length + 3;
        if (_scratch.Length < length)
            _scratch = new byte[length * 2];
        var rest = _scratch.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)from.Port);
        BinaryPrimitives.WriteUInt32BigEndian(rest.Slice(2), command);
        rest = rest.Slice(6);
        Append(ref rest, address);
        // Header fields contain no colon, so a colon after each separates them.
        Append(ref rest, packet.Number, (byte)':');
        Append(ref rest, packet.User, (byte)':');
        Append(ref rest, packet.Host, (byte)':');
        Append(ref rest, packet.Extra);
        return _hash.Of(_scratch.AsSpan(0, length));
    }

    // Exits and entries can be forged, so encrypted messages are not forgotten. Numbers that follow the clock never return, so a copy with
    // such a number is a repetition (R12), and so is one with the random line of R107, whatever the clocks of sender and receiver say.
    private bool IsOfEarlierStay(Slot slot, in Packet packet, IPEndPoint from, Moment now) =>
        reentries.IsSince(slot.Reentries, from)
        && (packet.MessageFlags & MessageFlags.Encrypted) == 0
        && !MessageProof.IsAskedFor(packet)
        && !(PacketNumber.TryRead(packet.Number, out uint number)
            && number - now.Wall.ToUnixTimeSeconds() is >= -MaxClockDifference and <= MaxAhead);

    // A slot that was taken again later stays.
    private void RemoveOldest(Queue<(DuplicateKey Key, long Since)> order)
    {
        var (key, since) = order.Dequeue();
        if (_slots.TryGetValue(key, out var slot) && slot.Since == since)
            _slots.Remove(key);
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

    /// <param name="State">What became of the message.</param>
    /// <param name="Reentries">The value of <see cref="Discovery.Reentries.Count"/> at its arrival.</param>
    /// <param name="Since">The time of its arrival, in monotonic milliseconds.</param>
    /// <param name="Confirmed">The digits of the number to confirm; null in format 1.</param>
    private readonly record struct Slot(ArrivalState State, int Reentries, long Since, string? Confirmed = null);
}
