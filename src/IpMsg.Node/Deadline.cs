using System;
using System.Diagnostics;
using System.Threading;

namespace IpMsg.Node;

/// <summary>The end of a wait that may consist of several waits. It does not depend on the system clock.</summary>
internal readonly struct Deadline
{
    private readonly Stopwatch? _since;
    private readonly TimeSpan _timeout;

    internal Deadline(TimeSpan timeout)
    {
        _timeout = timeout;
        _since = timeout == Timeout.InfiniteTimeSpan ? null : Stopwatch.StartNew();
    }

    /// <summary>The remaining time, at least zero; <see cref="Timeout.InfiniteTimeSpan"/> without a timeout.</summary>
    internal TimeSpan Remaining
    {
        get
        {
            if (_since == null)
                return Timeout.InfiniteTimeSpan;
            var remaining = _timeout - _since.Elapsed;
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    internal bool IsOver => _since != null && _since.Elapsed >= _timeout;

    /// <summary>
    /// The remaining time in whole milliseconds, for waits of .NET; rounded up, because a wait must not end early; -1 without a timeout.
    /// </summary>
    internal int RemainingMs =>
        _since == null ? Timeout.Infinite : (int)Math.Min(int.MaxValue, Math.Ceiling(Remaining.TotalMilliseconds));
}
