using System;
using System.Collections.Generic;
using System.Threading;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>The lines that wait for the disk, in order. Messages and updates have separate limits.</summary>
internal sealed class CommitQueue
{
    // A flush alone waits for lines to share it with.
    private static readonly TimeSpan s_flushDelay = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly Queue<CommitItem> _items = new();
    private int _messages;
    private int _updates;
    private bool _isFlushWanted;
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
    /// Asks for a flush of lines that are in the file already: with the next lines, or after a quarter of a second without any.
    /// </summary>
    internal void RequestFlush()
    {
        lock (_gate)
        {
            if (_isFlushWanted)
                return;
            _isFlushWanted = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Takes the queued lines and waits for the first. Returns none when the time is over, and false when the queue is closed and empty. An
    /// empty item stands for a flush alone.
    /// </summary>
    internal bool Take(List<CommitItem> batch, TimeSpan? wait)
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_isClosed)
            {
                bool isFlushNext = _isFlushWanted;
                if (Monitor.Wait(_gate, isFlushNext ? s_flushDelay : wait ?? Timeout.InfiniteTimeSpan))
                    continue;
                if (isFlushNext)
                    break;
                return true;
            }
            for (; _items.Count > 0 && batch.Count < HistoryLimits.MaxBatch; batch.Add(Dequeue()))
            {
            }
            if (batch.Count == 0 && _isFlushWanted)
                batch.Add(default);
            _isFlushWanted = false;
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
