using System;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// A number of events a second, evenly spread: after a burst, one event becomes free at a time. A limit that counts within a fixed second
/// always refuses those that come at its end, and a sender that repeats once a second comes at its end each time.
/// </summary>
/// <param name="perSecond">The number of events a second, 1 to 1,000,000.</param>
/// <param name="burst">The number of events at one moment, after a time without any.</param>
internal readonly struct Rate(int perSecond, int burst)
{
    private readonly long _interval = TimeSpan.TicksPerSecond / perSecond;

    /// <summary>True when another event is allowed.</summary>
    /// <param name="usedUntil">The time until which the events so far use the rate, in ticks; 0 for none.</param>
    /// <param name="now">The time.</param>
    internal bool Allows(long usedUntil, Moment now) => usedUntil - now.Elapsed.Ticks <= _interval * (burst - 1);

    /// <summary>The time until which the rate is used after another event.</summary>
    internal long Use(long usedUntil, Moment now) => Math.Max(usedUntil, now.Elapsed.Ticks) + _interval;

    /// <summary>The time until which the rate is used when an event does not count after all.</summary>
    internal long Undo(long usedUntil) => usedUntil - _interval;
}
