using System;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node;

/// <summary>The timer of a state machine. The owner calls its members under a lock.</summary>
internal sealed class MachineTimer : IDisposable
{
    private readonly Timer _timer;
    private long _dueAt = Moment.Never;

    /// <param name="onDue">Runs on a thread of the pool; must not throw.</param>
    internal MachineTimer(Action onDue) => _timer = new Timer(_ => onDue(), null, Timeout.Infinite, Timeout.Infinite);

    /// <summary>Fires at that time of <see cref="NodeClock.Milliseconds"/>, unless it is set to an earlier time.</summary>
    internal void Set(long due)
    {
        if (due >= _dueAt)
            return;
        _dueAt = due;
        long wait = Math.Max(0, due - NodeClock.Milliseconds);
        _timer.Change(Math.Min(wait, int.MaxValue), Timeout.Infinite);
    }

    /// <summary>Call it when the timer has fired.</summary>
    internal void OnFired() => _dueAt = Moment.Never;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
