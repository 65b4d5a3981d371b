using System;

namespace IpMsg.Protocol.Members;

/// <summary>The time as handed to a member: one reading of both clocks.</summary>
/// <param name="Elapsed">Monotonic time since some fixed point; all delays are reckoned in it.</param>
/// <param name="Wall">The time of day, for what people and packet numbers see.</param>
public readonly record struct Moment(TimeSpan Elapsed, DateTimeOffset Wall)
{
    /// <summary>The time of no alarm, in milliseconds.</summary>
    public const long Never = long.MaxValue;

    /// <summary><see cref="Elapsed"/> in whole milliseconds, the grain of all alarms.</summary>
    public long Milliseconds => Elapsed.Ticks / TimeSpan.TicksPerMillisecond;
}
