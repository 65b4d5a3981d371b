using System;
using System.Diagnostics;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Interop;

/// <summary>The machine's two clocks, read together.</summary>
internal static class NodeClock
{
    private static readonly long s_start = Stopwatch.GetTimestamp();
    private static readonly double s_ticks = TimeSpan.TicksPerSecond / (double)Stopwatch.Frequency;

    /// <summary>The monotonic clock alone, in whole milliseconds.</summary>
    internal static long Milliseconds => Elapsed.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Now. The elapsed time never goes back, whatever happens to the time of day.</summary>
    internal static Moment Now => new(Elapsed, DateTimeOffset.UtcNow);

    private static TimeSpan Elapsed => TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - s_start) * s_ticks));
}
