using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Passes items from network threads to a pipeline thread. It holds at most <see cref="Capacity"/> items and drops the oldest first,
/// which bounds the memory of a listener that runs for weeks without a reader. Items that must not be lost do not belong here. In a burst
/// the reader polls once a millisecond instead of waking for every item.
/// </summary>
internal sealed class DropOldestQueue<T>
{
    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private readonly WaitingReaders _readers = new();
    private ExceptionDispatchInfo? _failure;
    private bool _isCompleted;
    private long _dropped;

    internal DropOldestQueue(int capacity)
    {
        if (capacity < 1)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity must be at least 1.");
        Capacity = capacity;
    }

    internal int Capacity { get; }

    /// <summary>The number of dropped items.</summary>
    internal long Dropped
    {
        get
        {
            lock (_gate)
                return _dropped;
        }
    }

    internal int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Adds an item. False when the queue is completed or failed.</summary>
    internal bool Post(T item)
    {
        lock (_gate)
        {
            if (_isCompleted)
                return false;
            if (_items.Count == Capacity)
            {
                _items.Dequeue();
                _dropped++;
            }
            _items.Enqueue(item);
            if (_readers.Count())
                Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Accepts no more items; the reader can still take the remaining ones.</summary>
    internal void Complete() => End(null);

    /// <summary>Accepts no more items, and throws the exception to the reader of the empty queue. The first exception is kept.</summary>
    internal void Fail(Exception exception) => End(ExceptionDispatchInfo.Capture(exception));

    /// <summary>
    /// Takes the oldest item; waits for one when the queue is empty. False after the timeout, and when the queue is completed and empty;
    /// throws the exception of <see cref="Fail"/> when it has failed and is empty.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">The maximum wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="stop">Ends the wait; the items remain in the queue.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool TryTake(out T item, TimeSpan timeout, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (TryTakeNow(out item) is { } settled)
                return settled;
        }
        var deadline = new Deadline(timeout);
        // Outside the lock: disposing a registration waits for its callback, and the callback needs the lock.
        using (stop.Register(WakeAll))
        {
            lock (_gate)
            {
                while (true)
                {
                    stop.ThrowIfCancellationRequested();
                    if (TryTakeNow(out item) is { } settled)
                        return settled;
                    if (deadline.IsOver || !Wait(deadline.RemainingMs) && deadline.IsOver)
                        return TryTakeNow(out item) ?? false;
                }
            }
        }
    }

    /// <summary>True with an item, false when the queue is completed and empty, null when it is empty.</summary>
    private bool? TryTakeNow(out T item)
    {
        if (_items.Count > 0)
        {
            item = _items.Dequeue();
            return true;
        }
        item = default!;
        _failure?.Throw();
        return _isCompleted ? false : null;
    }

    private void End(ExceptionDispatchInfo? failure)
    {
        lock (_gate)
        {
            if (_isCompleted)
                return;
            _isCompleted = true;
            _failure = failure;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Under the lock: waits until the queue may have changed. False after the timeout.</summary>
    private bool Wait(int maxMs)
    {
        int waitMs = _readers.Enter(maxMs, out bool polls);
        try
        {
            return Monitor.Wait(_gate, waitMs);
        }
        finally
        {
            _readers.Leave(polls);
        }
    }

    private void WakeAll()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
