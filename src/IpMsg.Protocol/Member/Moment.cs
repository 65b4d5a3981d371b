using System;

namespace IpMsg.Protocol;

/// <summary>The time as handed to a member: one reading of both clocks.</summary>
/// <param name="Milliseconds">Monotonic milliseconds since some fixed point; all delays are reckoned in these.</param>
/// <param name="Wall">The time of day, for what people and packet numbers see.</param>
public readonly record struct Moment(long Milliseconds, DateTimeOffset Wall)
{
    /// <summary>The time of no alarm.</summary>
    public const long Never = long.MaxValue;
}
