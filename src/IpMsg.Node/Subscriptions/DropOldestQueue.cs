using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Hands results from network threads to a pipeline thread. It holds <see cref="Capacity"/> at most: when nobody takes them, the
/// oldest give way and are counted, so that a listener left alone for a week does not fill the memory. Do not post what must not get lost.
/// In a rush its taker is not woken for every item but looks once a millisecond, or as often as the system can.
/// </summary>
internal sealed class DropOldestQueue<T>
{
    private const int NapMs = 1;

    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private readonly BurstDetector _burst = new();
    private ExceptionDispatchInfo? _failure;
    private int _sleepers;
    private bool _completed;
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
            if (_completed)
                return false;
            if (_items.Count == Capacity)
            {
                _items.Dequeue();
                _dropped++;
            }
            _items.Enqueue(item);
            _burst.Count(NodeClock.Milliseconds);
            // All, for a single one may just be giving up and would take the call with it.
            if (_sleepers > 0)
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
                    if (deadline.IsOver || !Sleep(deadline.RemainingMs) && deadline.IsOver)
                        return TryTakeNow(out item) ?? false;
                }
            }
        }
    }

    private bool Sleep(int longestMs)
    {
        // A nap: not counted as a sleeper, so that no post has to wake it.
        if (_burst.IsOn(NodeClock.Milliseconds))
            return Monitor.Wait(_gate, NapMs);
        _sleepers++;
        try
        {
            return Monitor.Wait(_gate, longestMs);
        }
        finally
        {
            _sleepers--;
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
        return _completed ? false : null;
    }

    private void End(ExceptionDispatchInfo? failure)
    {
        lock (_gate)
        {
            if (_completed)
                return;
            _completed = true;
            _failure = failure;
            Monitor.PulseAll(_gate);
        }
    }

    private void WakeAll()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
