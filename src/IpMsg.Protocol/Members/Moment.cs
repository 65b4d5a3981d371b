using System;

namespace IpMsg.Protocol.Members;

/// <summary>The time of an input: both clocks at once.</summary>
/// <param name="Elapsed">Monotonic time since a fixed point, for delays.</param>
/// <param name="Wall">The system time, for users and packet numbers.</param>
public readonly record struct Moment(TimeSpan Elapsed, DateTimeOffset Wall)
{
    /// <summary>The due time of a timer that is not set, in milliseconds.</summary>
    public const long Never = long.MaxValue;

    /// <summary><see cref="Elapsed"/> in whole milliseconds, the unit of all timers.</summary>
    public long Milliseconds => Elapsed.Ticks / TimeSpan.TicksPerMillisecond;
}
