using System;
using System.Diagnostics;
using System.Threading;

namespace IpMsg.Node;

/// <summary>The end of a wait that may be interrupted and resumed; changes to the time of day do not move it.</summary>
internal readonly struct Deadline
{
    private readonly Stopwatch? _since;
    private readonly TimeSpan _timeout;

    internal Deadline(TimeSpan timeout)
    {
        _timeout = timeout;
        _since = timeout == Timeout.InfiniteTimeSpan ? null : Stopwatch.StartNew();
    }

    /// <summary>The time left, at least zero; <see cref="Timeout.InfiniteTimeSpan"/> without end.</summary>
    internal TimeSpan Remaining
    {
        get
        {
            if (_since == null)
                return Timeout.InfiniteTimeSpan;
            var rest = _timeout - _since.Elapsed;
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    internal bool IsOver => _since != null && _since.Elapsed >= _timeout;

    /// <summary>
    /// For the waits of the framework: whole milliseconds, rounded up lest a wait ends just before its time; -1 without end.
    /// </summary>
    internal int RemainingMs =>
        _since == null ? Timeout.Infinite : (int)Math.Min(int.MaxValue, Math.Ceiling(Remaining.TotalMilliseconds));
}
