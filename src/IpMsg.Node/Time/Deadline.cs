using System;
using System.Diagnostics;
using System.Threading;

namespace IpMsg.Node;

/// <summary>The end of a wait that may be interrupted and resumed; unmoved by changes to the time of day.</summary>
internal readonly struct Deadline
{
    private readonly Stopwatch? _since;
    private readonly TimeSpan _timeout;

    internal Deadline(TimeSpan timeout)
    {
        _timeout = timeout;
        _since = timeout == Timeout.InfiniteTimeSpan ? null : Stopwatch.StartNew();
    }

    internal bool IsOver => _since != null && _since.Elapsed >= _timeout;

    /// <summary>For the waits of the framework: whole milliseconds, rounded up lest a wait ends just before its time; -1 without end.</summary>
    internal int RemainingMs =>
        _since == null ? Timeout.Infinite : (int)Math.Max(0, Math.Min(int.MaxValue, Math.Ceiling((_timeout - _since.Elapsed).TotalMilliseconds)));
}
