using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members;

/// <summary>
/// Counts, for each address, what it may have only so often within a time. Nobody's address costs more than an entry, and all together a
/// few thousand.
/// </summary>
/// <param name="max">So often.</param>
/// <param name="spanMs">Within so many milliseconds of the first time.</param>
internal sealed class RateLimiter(int max, int spanMs)
{
    internal const int Capacity = 4_096;

    private readonly Dictionary<IPAddress, (long Since, int Count)> _counts = [];

    /// <summary>True when the address has had all of it.</summary>
    internal bool IsExceeded(IPAddress address, Moment now) =>
        _counts.TryGetValue(address, out var entry) && now.Milliseconds - entry.Since < spanMs && entry.Count >= max;

    /// <summary>One more for the address.</summary>
    internal void Count(IPAddress address, Moment now)
    {
        bool isKnown = _counts.TryGetValue(address, out var entry);
        // So many addresses at once are forged, and who forges them hears no answers.
        if (!isKnown && _counts.Count >= Capacity)
            _counts.Clear();
        _counts[address] = isKnown && now.Milliseconds - entry.Since < spanMs ? (entry.Since, entry.Count + 1) : (now.Milliseconds, 1);
    }

    /// <summary>One more for the address, if there is one left.</summary>
    internal bool TryCount(IPAddress address, Moment now)
    {
        if (IsExceeded(address, now))
            return false;
        Count(address, now);
        return true;
    }
}
