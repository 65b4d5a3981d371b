using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol;

/// <summary>
/// The last deliveries by recipient and number, for what may come long after: late confirmations and read notices (R50).
/// </summary>
internal sealed class SentHistory
{
    private const int Capacity = 16_384;

    private readonly Dictionary<(IPEndPoint, uint), Delivery> _deliveries = [];
    private readonly Queue<(IPEndPoint, uint)> _order = new();

    internal void Add(Delivery delivery)
    {
        var key = (delivery.To, delivery.Number);
        if (!_deliveries.ContainsKey(key))
            _order.Enqueue(key);
        _deliveries[key] = delivery;
        if (_order.Count > Capacity)
            _deliveries.Remove(_order.Dequeue());
    }

    internal Delivery? Find(IPEndPoint to, uint number) => _deliveries.TryGetValue((to, number), out var delivery) ? delivery : null;
}
