using System;
using IpMsg.Protocol.Members;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Both clocks of a machine, which only a script moves.</summary>
internal sealed class ManualClock
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The monotonic clock in milliseconds.</summary>
    internal long Milliseconds { get; set; } = 1_000;

    /// <summary>How far the user has set the system clock ahead or back.</summary>
    internal TimeSpan Set { get; set; }

    internal Moment Now => new(TimeSpan.FromMilliseconds(Milliseconds), s_start.AddMilliseconds(Milliseconds) + Set);
}
