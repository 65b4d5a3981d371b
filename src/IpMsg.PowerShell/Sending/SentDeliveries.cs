using System.Collections.Generic;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>
/// The deliveries that were sent through one listener, oldest first, for Get-IpMsgDelivery. Thread-safe. The oldest are forgotten beyond
/// 16,384 deliveries, or beyond 16 million characters of text: as many as the protocol finds for late confirmations, so that a script that
/// sends for months does not grow.
/// </summary>
internal sealed class SentDeliveries
{
    internal const int Capacity = 16_384;
    internal const long MaxCharacters = 16_000_000;

    private readonly object _lock = new();
    private readonly Queue<SentDelivery> _all = new();
    private readonly HashSet<Delivery> _known = [];
    private long _characters;

    /// <summary>Keeps deliveries. One that is sent again keeps its place.</summary>
    internal void Add(IEnumerable<SentDelivery> sent)
    {
        lock (_lock)
        {
            foreach (var each in sent)
            {
                if (!_known.Add(each.Delivery))
                    continue;
                _all.Enqueue(each);
                _characters += each.Delivery.Message.Text.Length;
            }
            while (_all.Count > Capacity || _characters > MaxCharacters && _all.Count > 1)
            {
                var oldest = _all.Dequeue().Delivery;
                _known.Remove(oldest);
                _characters -= oldest.Message.Text.Length;
            }
        }
    }

    /// <summary>A copy of the list.</summary>
    internal IReadOnlyList<SentDelivery> GetAll()
    {
        lock (_lock)
            return _all.ToArray();
    }
}
