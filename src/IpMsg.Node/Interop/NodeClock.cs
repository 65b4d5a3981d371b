using System;
using System.Diagnostics;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Interop;

/// <summary>The monotonic clock and the time of day, read together.</summary>
internal static class NodeClock
{
    private static readonly long s_start = Stopwatch.GetTimestamp();
    private static readonly double s_ticks = TimeSpan.TicksPerSecond / (double)Stopwatch.Frequency;

    /// <summary>The monotonic clock in milliseconds.</summary>
    internal static long Milliseconds => Elapsed.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>The current moment. Its elapsed time never goes back, even when the time of day does.</summary>
    internal static Moment Now => new(Elapsed, DateTimeOffset.UtcNow);

    private static TimeSpan Elapsed => TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - s_start) * s_ticks));
}
