using System;

namespace IpMsg.Node.Networks;

/// <summary>
/// Recognises that the machine was suspended. netstandard2.0 has no event for it, and a console program or a service gets no window
/// message. A timer stands still while the machine sleeps, and the time of day goes on: a gap between two ticks is a sleep.
/// </summary>
/// <param name="now">The time of day.</param>
internal sealed class ResumeDetector(Func<DateTimeOffset> now)
{
    /// <summary>
    /// The time between two ticks. The reference client tries every 20 seconds as well to enter again after a sleep
    /// (docs/protocol/entries-and-presence.md).
    /// </summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    // Members that missed this member for a shorter time keep it in their lists.
    private static readonly TimeSpan s_minSleep = TimeSpan.FromSeconds(40);

    private DateTimeOffset _last = now();

    /// <summary>Call it every <see cref="Interval"/>. True at the first tick after a sleep, or when the clock was put forward.</summary>
    internal bool Tick()
    {
        var (last, current) = (_last, now());
        _last = current;
        return current - last > Interval + s_minSleep;
    }
}
