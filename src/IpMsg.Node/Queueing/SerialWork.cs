using System;
using System.Threading;

namespace IpMsg.Node.Queueing;

/// <summary>Work that reads or writes the disk, on threads of the pool, one piece at a time. Thread-safe.</summary>
/// <param name="guard">Runs a piece of work and reports its exception.</param>
internal sealed class SerialWork(Action<Action> guard)
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(10);

    private readonly object _counting = new();
    private int _pending;

    /// <summary>Guards what the pieces of work share.</summary>
    internal object Lock { get; } = new();

    /// <summary>The number of pieces that have not ended.</summary>
    internal int Pending
    {
        get
        {
            lock (_counting)
                return _pending;
        }
    }

    internal void Begin(Action work)
    {
        lock (_counting)
            _pending++;
        ThreadPool.QueueUserWorkItem(_ => guard(() =>
        {
            try
            {
                lock (Lock)
                    work();
            }
            finally
            {
                lock (_counting)
                {
                    _pending--;
                    Monitor.PulseAll(_counting);
                }
            }
        }));
    }

    /// <summary>Waits until everything is done that was begun; no longer than a disk takes that works.</summary>
    internal void WaitForAll()
    {
        var deadline = new Deadline(s_maxWait);
        lock (_counting)
        {
            while (_pending > 0 && !deadline.IsOver)
                Monitor.Wait(_counting, deadline.Remaining);
        }
    }
}
