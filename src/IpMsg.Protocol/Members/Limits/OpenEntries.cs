using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// The entries of this member that IPMSG_ANSENTRY may still answer. An answer without one is no answer: anybody can send it (R117).
/// </summary>
internal sealed class OpenEntries
{
    // The longest delay of an answer in large networks is 4.1 s (R22).
    private const int OpenMs = 6_000;

    private const int RepeatMs = 1_000;

    private Dictionary<IPEndPoint, long> _recent = [];
    private Dictionary<IPEndPoint, long> _earlier = [];
    private long _recentSince;
    private long? _broadcastAt;

    /// <summary>The maximum number of endpoints in each of two generations, which are those of some seconds.</summary>
    internal const int Capacity = 16_384;

    /// <summary>Records an entry to one endpoint.</summary>
    internal void OnSent(IPEndPoint to, Moment now)
    {
        bool isOld = now.Milliseconds - _recentSince >= OpenMs;
        if (isOld || _recent.Count >= Capacity && !_recent.ContainsKey(to))
        {
            (_recent, _earlier) = (_earlier, _recent);
            _recent.Clear();
            _recentSince = now.Milliseconds;
        }
        _recent[to] = now.Milliseconds;
    }

    /// <summary>Records an entry to all.</summary>
    internal void OnBroadcast(Moment now) => _broadcastAt = now.Milliseconds;

    /// <summary>True when an entry to that endpoint was sent within the last second: another one would be its repetition.</summary>
    internal bool IsOpenTo(IPEndPoint to, Moment now) =>
        TryGet(to, out long sentAt) && now.Milliseconds - sentAt < RepeatMs;

    /// <summary>True when an entry to that endpoint, or to all, was sent within the last seconds.</summary>
    /// <param name="from">The endpoint.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSingle">True when an entry to all does not count.</param>
    internal bool Awaits(IPEndPoint from, Moment now, bool isSingle = false) =>
        !isSingle && now.Milliseconds - _broadcastAt < OpenMs || TryGet(from, out long sentAt) && now.Milliseconds - sentAt < OpenMs;

    private bool TryGet(IPEndPoint endPoint, out long sentAt) =>
        _recent.TryGetValue(endPoint, out sentAt) || _earlier.TryGetValue(endPoint, out sentAt);
}
