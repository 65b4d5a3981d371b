using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members;

/// <summary>
/// Limits the number of events for each address within a time. The number of addresses is limited too: when all places are taken, further
/// addresses are counted together, because so many are forged. No address loses its count to others.
/// </summary>
/// <param name="max">The maximum number of events.</param>
/// <param name="spanMs">The time from the first event, in milliseconds.</param>
internal sealed class RateLimiter(int max, int spanMs)
{
    /// <summary>The maximum number of addresses that are counted one by one.</summary>
    internal const int Capacity = 4_096;

    private readonly Dictionary<IPAddress, (long Since, int Count)> _counts = [];
    private (long Since, int Count) _others;
    private long _nextRemoval;

    /// <summary>True when the address has reached the limit.</summary>
    internal bool IsExceeded(IPAddress address, Moment now) =>
        Find(address, now) is var entry && now.Milliseconds - entry.Since < spanMs && entry.Count >= max;

    /// <summary>Counts an event of the address.</summary>
    internal void Count(IPAddress address, Moment now)
    {
        var entry = Find(address, now);
        entry = now.Milliseconds - entry.Since < spanMs ? (entry.Since, entry.Count + 1) : (now.Milliseconds, 1);
        if (IsCountedAlone(address, now))
            _counts[address] = entry;
        else
            _others = entry;
    }

    /// <summary>Counts an event of the address, unless it has reached the limit.</summary>
    internal bool TryCount(IPAddress address, Moment now)
    {
        if (IsExceeded(address, now))
            return false;
        Count(address, now);
        return true;
    }

    private (long Since, int Count) Find(IPAddress address, Moment now) =>
        _counts.TryGetValue(address, out var entry) ? entry : IsCountedAlone(address, now) ? (now.Milliseconds, 0) : _others;

    private bool IsCountedAlone(IPAddress address, Moment now)
    {
        if (_counts.Count < Capacity || _counts.ContainsKey(address))
            return true;
        RemoveOver(now);
        return _counts.Count < Capacity;
    }

    // The search looks at all addresses, so it is repeated only after a part of the time.
    private void RemoveOver(Moment now)
    {
        if (now.Milliseconds < _nextRemoval)
            return;
        _nextRemoval = now.Milliseconds + spanMs / 16;
        var over = new List<IPAddress>();
        foreach (var each in _counts)
        {
            if (now.Milliseconds - each.Value.Since >= spanMs)
                over.Add(each.Key);
        }
        foreach (var each in over)
            _counts.Remove(each);
    }
}
