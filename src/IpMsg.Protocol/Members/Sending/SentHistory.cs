using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The last deliveries by recipient and number, for what may come long after: late confirmations and read notices (R50).
/// </summary>
internal sealed class SentHistory
{
    private const int Capacity = 16_384;
    private const long MaxBytes = 32_000_000;

    private readonly Dictionary<(IPEndPoint, uint), Delivery> _deliveries = [];
    private readonly Queue<(IPEndPoint, uint)> _order = new();
    private long _bytes;

    internal void Add(Delivery delivery)
    {
        var key = (delivery.To, delivery.Number);
        if (_deliveries.TryGetValue(key, out var before))
            _bytes -= before.Length;
        else
            _order.Enqueue(key);
        _deliveries[key] = delivery;
        _bytes += delivery.Length;
        while (_order.Count > Capacity || _bytes > MaxBytes)
            Forget(_order.Dequeue());
    }

    private void Forget((IPEndPoint, uint) key)
    {
        _bytes -= _deliveries[key].Length;
        _deliveries.Remove(key);
    }

    internal Delivery? Find(IPEndPoint to, uint number) => _deliveries.TryGetValue((to, number), out var delivery) ? delivery : null;
}
