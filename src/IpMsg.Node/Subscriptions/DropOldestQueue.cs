using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Hands results from network threads to a pipeline thread. It holds <see cref="Capacity"/> at most: when nobody takes them, the
/// oldest give way and are counted, so that a listener left alone for a week does not fill the memory. Do not post what must not get lost.
/// In a burst its taker is not woken for every item but looks once a millisecond, or as often as the system can.
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
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A mailbox holds one item at least.");
        Capacity = capacity;
    }

    internal int Capacity { get; }

    /// <summary>How many items gave way to newer ones.</summary>
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

    /// <summary>Adds an item, unless the mailbox is completed or failed already: then false.</summary>
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

    /// <summary>Nothing more will come; what is there can still be taken.</summary>
    internal void Complete() => End(null);

    /// <summary>Nothing more will come, and this is why. The first reason stays.</summary>
    internal void Fail(Exception reason) => End(ExceptionDispatchInfo.Capture(reason));

    /// <summary>
    /// Takes the oldest item, waiting for one if need be. False when the time is up, and when the mailbox is completed and empty;
    /// throws the reason when it has failed and is empty.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="stop">Ends the wait; what is in the mailbox stays there.</param>
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

    /// <summary>True with an item, false when there will never be one, null when there is none yet.</summary>
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

    /// <summary>Under the lock: waits until something may have come. False when the time was up.</summary>
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
