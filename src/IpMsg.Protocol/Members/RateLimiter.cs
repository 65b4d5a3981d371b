using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members;

/// <summary>
/// Limits the number of events for each address within a time. The number of addresses is limited too.
/// </summary>
/// <param name="max">The maximum number of events.</param>
/// <param name="spanMs">The time from the first event, in milliseconds.</param>
internal sealed class RateLimiter(int max, int spanMs)
{
    internal const int Capacity = 4_096;

    private readonly Dictionary<IPAddress, (long Since, int Count)> _counts = [];

    /// <summary>True when the address has reached the limit.</summary>
    internal bool IsExceeded(IPAddress address, Moment now) =>
        _counts.TryGetValue(address, out var entry) && now.Milliseconds - entry.Since < spanMs && entry.Count >= max;

    /// <summary>Counts an event of the address.</summary>
    internal void Count(IPAddress address, Moment now)
    {
        bool isKnown = _counts.TryGetValue(address, out var entry);
        // So many addresses are forged, and the machine that forges them receives no replies.
        if (!isKnown && _counts.Count >= Capacity)
            _counts.Clear();
        _counts[address] = isKnown && now.Milliseconds - entry.Since < spanMs ? (entry.Since, entry.Count + 1) : (now.Milliseconds, 1);
    }

    /// <summary>Counts an event of the address, unless it has reached the limit.</summary>
    internal bool TryCount(IPAddress address, Moment now)
    {
        if (IsExceeded(address, now))
            return false;
        Count(address, now);
        return true;
    }
}
