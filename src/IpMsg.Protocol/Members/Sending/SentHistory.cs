using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The last transmitted deliveries by recipient and number, for their confirmations, also late ones, and read notices (R45, R50).
/// </summary>
internal sealed class SentHistory
{
    private const int Capacity = 16_384;
    private const long MaxBytes = 32_000_000;

    private readonly Dictionary<(IPEndPoint, uint), Delivery> _deliveries = [];
    private readonly Dictionary<uint, List<Delivery>> _byNumber = [];
    private readonly Queue<(IPEndPoint, uint)> _order = new();
    private long _bytes;

    internal void Add(Delivery delivery)
    {
        var key = (delivery.To, delivery.Number);
        if (_deliveries.TryGetValue(key, out var before))
            RemoveNumber(before);
        else
            _order.Enqueue(key);
        _deliveries[key] = delivery;
        AddNumber(delivery);
        while (_order.Count > Capacity || _bytes > MaxBytes)
        {
            var oldest = _order.Dequeue();
            RemoveNumber(_deliveries[oldest]);
            _deliveries.Remove(oldest);
        }
    }

    /// <summary>The delivery of that number to that endpoint; null when none was transmitted, or it was too long ago.</summary>
    internal Delivery? Find(IPEndPoint to, uint number) => _deliveries.TryGetValue((to, number), out var delivery) ? delivery : null;

    /// <summary>All deliveries of that number: those of one message, to each of its recipients (R53).</summary>
    internal IReadOnlyList<Delivery> WithNumber(uint number) => _byNumber.TryGetValue(number, out var deliveries) ? deliveries : [];

    /// <summary>
    /// True for a message of this node: a broadcast comes back from each network (R32). Another member may have the same names, address or
    /// number, so the whole datagram counts.
    /// </summary>
    internal bool Has(in Packet packet)
    {
        if (!PacketNumber.TryRead(packet.Number, out uint number))
            return false;
        var received = packet.Whole.TrimEnd((byte)0);
        foreach (var delivery in WithNumber(number))
        {
            ReadOnlySpan<byte> sent = delivery.Bytes.AsSpan(0, delivery.Length);
            if (received.SequenceEqual(sent.TrimEnd((byte)0)))
                return true;
        }
        return false;
    }

    private void AddNumber(Delivery delivery)
    {
        _bytes += delivery.Length;
        if (!_byNumber.TryGetValue(delivery.Number, out var deliveries))
            _byNumber[delivery.Number] = deliveries = [];
        deliveries.Add(delivery);
    }

    private void RemoveNumber(Delivery delivery)
    {
        _bytes -= delivery.Length;
        if (_byNumber.TryGetValue(delivery.Number, out var deliveries) && deliveries.Remove(delivery) && deliveries.Count == 0)
            _byNumber.Remove(delivery.Number);
    }
}
