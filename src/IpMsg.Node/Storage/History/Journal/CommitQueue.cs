using System;
using System.Collections.Generic;
using System.Threading;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>What waits for the disk, in order. Messages and later lines have limits of their own.</summary>
internal sealed class CommitQueue
{
    private readonly object _gate = new();
    private readonly Queue<CommitItem> _items = new();
    private int _messages;
    private int _updates;
    private bool _isClosed;

    /// <summary>False when too much waits already, or the queue is closed.</summary>
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

    /// <summary>Takes what is there, waiting for the first; nothing after the time is up, and false once it is closed and empty.</summary>
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

    /// <summary>Lets what is there be written and nothing more in.</summary>
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
