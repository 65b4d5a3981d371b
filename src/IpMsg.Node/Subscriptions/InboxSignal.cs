using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Wakes those who wait for a message in the inbox. It counts arrivals and holds no message: the inbox itself is the only queue between a
/// datagram and its reader.
/// </summary>
internal sealed class InboxSignal
{
    private readonly object _lock = new();
    private readonly WaitingReaders _readers;
    private ExceptionDispatchInfo? _failure;
    private long _arrivals;

    internal InboxSignal() => _readers = new WaitingReaders(_lock);

    /// <summary>True while a thread waits.</summary>
    internal bool HasReaders
    {
        get
        {
            lock (_lock)
                return _readers.IsAny;
        }
    }

    /// <summary>A message has come into the inbox.</summary>
    internal void Notify()
    {
        lock (_lock)
        {
            _arrivals++;
            _readers.Wake();
        }
    }

    /// <summary>Nothing more will come, and this is why. The first reason stays.</summary>
    internal void Fail(Exception reason)
    {
        lock (_lock)
        {
            _failure ??= ExceptionDispatchInfo.Capture(reason);
            _readers.WakeAll();
        }
    }

    /// <summary>Waits until more messages have come than were seen. False when the time is up; throws the reason when no more can come.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool Wait(long seen, TimeSpan timeout, CancellationToken stop)
    {
        var deadline = new Deadline(timeout);
        // Outside the lock: disposing a registration waits for its callback, and the callback needs the lock.
        using (stop.Register(WakeAll))
        {
            lock (_lock)
            {
                while (_arrivals <= seen)
                {
                    stop.ThrowIfCancellationRequested();
                    _failure?.Throw();
                    if (deadline.IsOver || !_readers.Wait(deadline.RemainingMs) && deadline.IsOver)
                        return _arrivals > seen;
                }
            }
        }
        stop.ThrowIfCancellationRequested();
        return true;
    }

    private void WakeAll()
    {
        lock (_lock)
            _readers.WakeAll();
    }
}
