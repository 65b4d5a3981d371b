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

    private readonly Dictionary<IPEndPoint, long> _sentAt = [];
    private long? _broadcastAt;

    /// <summary>The maximum number of endpoints, which are those of some seconds.</summary>
    internal const int Capacity = 4_096;

    /// <summary>Records an entry to one endpoint.</summary>
    internal void OnSent(IPEndPoint to, Moment now)
    {
        if (_sentAt.Count >= Capacity && !_sentAt.ContainsKey(to))
            _sentAt.Clear();
        _sentAt[to] = now.Milliseconds;
    }

    /// <summary>Records an entry to all.</summary>
    internal void OnBroadcast(Moment now) => _broadcastAt = now.Milliseconds;

    /// <summary>True when an entry to that endpoint was sent within the last second: another one would be its repetition.</summary>
    internal bool IsOpenTo(IPEndPoint to, Moment now) =>
        _sentAt.TryGetValue(to, out long sentAt) && now.Milliseconds - sentAt < RepeatMs;

    /// <summary>True when an entry to that endpoint, or to all, was sent within the last seconds.</summary>
    internal bool Awaits(IPEndPoint from, Moment now) =>
        now.Milliseconds - _broadcastAt < OpenMs || _sentAt.TryGetValue(from, out long sentAt) && now.Milliseconds - sentAt < OpenMs;
}
