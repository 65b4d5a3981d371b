using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// A bounded table by endpoint in two shares: those of members with a proof, and all others. Each share loses its own least recently set
/// entry, so forged packets in the names of many addresses do not evict what is known of members.
/// </summary>
/// <param name="maxUnproved">The maximum number of endpoints without a proof.</param>
/// <param name="maxProved">The maximum number of endpoints with one.</param>
internal sealed class EndPointTable<TValue>(int maxUnproved, int maxProved)
{
    private readonly Dictionary<IPEndPoint, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _unproved = [];
    private readonly LinkedList<Entry> _proved = [];

    /// <summary>Returns the value of an endpoint. False when there is none.</summary>
    internal bool TryGetValue(IPEndPoint endPoint, out TValue? value)
    {
        bool isKnown = _entries.TryGetValue(endPoint, out var node);
        value = isKnown ? node!.Value.Value : default;
        return isKnown;
    }

    /// <summary>Sets the value of an endpoint, which is the last one to give way then.</summary>
    /// <param name="endPoint">The endpoint.</param>
    /// <param name="value">The value.</param>
    /// <param name="isProved">True for a member that has proved that it receives there. An endpoint keeps its share.</param>
    internal void Set(IPEndPoint endPoint, TValue value, bool isProved)
    {
        if (_entries.TryGetValue(endPoint, out var known))
        {
            isProved |= known.List == _proved;
            known.List!.Remove(known);
        }
        var share = isProved ? _proved : _unproved;
        _entries[endPoint] = share.AddLast(new Entry(endPoint, value));
        if (share.Count <= (isProved ? maxProved : maxUnproved))
            return;
        _entries.Remove(share.First!.Value.EndPoint);
        share.RemoveFirst();
    }

    private readonly record struct Entry(IPEndPoint EndPoint, TValue Value);
}
