using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The endpoints whose members have left with IPMSG_BR_EXIT and entered again with IPMSG_BR_ENTRY. Such a member may use old packet numbers
/// again (R43).
/// </summary>
internal sealed class Reentries
{
    // Exits can be forged, so the oldest endpoint gives way.
    private const int Capacity = 4_096;

    private readonly Dictionary<IPEndPoint, Reentry> _known = [];
    private readonly Queue<IPEndPoint> _order = new();

    /// <summary>The number of entries after exits so far, of all members.</summary>
    internal int Count { get; private set; }

    /// <summary>The member at that endpoint has left.</summary>
    internal void OnExit(IPEndPoint from)
    {
        if (_known.TryGetValue(from, out var known))
        {
            _known[from] = known with { HasLeft = true };
            return;
        }
        if (_order.Count >= Capacity)
            _known.Remove(_order.Dequeue());
        _order.Enqueue(from);
        _known[from] = new Reentry(0, HasLeft: true);
    }

    /// <summary>A member has entered at that endpoint.</summary>
    internal void OnEntry(IPEndPoint from)
    {
        if (_known.TryGetValue(from, out var known) && known.HasLeft)
            _known[from] = new Reentry(++Count, HasLeft: false);
    }

    /// <summary>True when a member has left the endpoint and entered there again since <see cref="Count"/> had that value.</summary>
    internal bool IsSince(int count, IPEndPoint from) => _known.TryGetValue(from, out var known) && known.Number > count;

    private readonly record struct Reentry(int Number, bool HasLeft);
}
