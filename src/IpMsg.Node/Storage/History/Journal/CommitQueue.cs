using System;
using System.Collections.Generic;
using System.Threading;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>The lines that wait for the disk, in order. Messages and updates have separate limits.</summary>
internal sealed class CommitQueue
{
    private readonly object _gate = new();
    private readonly Queue<CommitItem> _items = new();
    private int _messages;
    private int _updates;
    private bool _isClosed;

    /// <summary>False when the queue is full or closed.</summary>
    internal bool TryAdd(CommitItem item)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            bool isMessage = item is { Record: not null, Update: null };
            if (isMessage ? _messages >= HistoryLimits.MaxQueued : _updates >= HistoryLimits.MaxQueuedUpdates)
                return false;
            if (isMessage)
                _messages++;
            else
                _updates++;
            _items.Enqueue(item);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>
    /// Takes the queued lines and waits for the first. Returns none when the time is over, and false when the queue is closed and empty.
    /// </summary>
    internal bool Take(List<CommitItem> batch, TimeSpan? wait)
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_isClosed)
            {
                if (!Monitor.Wait(_gate, wait ?? Timeout.InfiniteTimeSpan))
                    return true;
            }
            for (; _items.Count > 0 && batch.Count < HistoryLimits.MaxBatch; batch.Add(Dequeue()))
            {
            }
            return batch.Count > 0;
        }
    }

    /// <summary>Refuses new lines; the queued ones can still be taken.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private CommitItem Dequeue()
    {
        var item = _items.Dequeue();
        if (item is { Record: not null, Update: null })
            _messages--;
        else
            _updates--;
        return item;
    }
}
