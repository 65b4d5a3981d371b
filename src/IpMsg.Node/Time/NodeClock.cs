using System;
using System.Diagnostics;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>The machine's two clocks, read together.</summary>
internal static class NodeClock
{
    private static readonly long s_start = Stopwatch.GetTimestamp();
    private static readonly double s_perMillisecond = Stopwatch.Frequency / 1_000.0;

    /// <summary>Now. The milliseconds never go back, whatever happens to the time of day.</summary>
    internal static Moment Now => new((long)((Stopwatch.GetTimestamp() - s_start) / s_perMillisecond), DateTimeOffset.UtcNow);
}
