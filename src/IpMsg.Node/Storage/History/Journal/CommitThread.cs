using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// Group commit: lines that queue up during a flush are written and flushed together. Received messages that fail are reported and dropped,
/// because their sender repeats them. All other lines are retried until the disk accepts them.
/// </summary>
internal sealed class CommitThread : IDisposable
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_maxWaitAtEnd = TimeSpan.FromSeconds(10);

    private readonly CommitQueue _queue = new();
    private readonly CommitBatch _batch;
    private readonly IHistoryEvents _events;
    private readonly Action _onIdle;
    private readonly List<CommitItem> _backlog = [];
    private readonly Thread _thread;
    private Exception? _failure;

    /// <param name="batch">Writes and flushes.</param>
    /// <param name="events">Receives the results.</param>
    /// <param name="onIdle">Called after every batch that is on the disk, for work that may take time.</param>
    internal CommitThread(CommitBatch batch, IHistoryEvents events, Action onIdle)
    {
        _batch = batch;
        _events = events;
        _onIdle = onIdle;
        _thread = new Thread(Run) { IsBackground = true, Name = "IpMsg message store" };
        _thread.Start();
    }

    /// <summary>Why the store fails at present; null while it works.</summary>
    internal Exception? Failure => Volatile.Read(ref _failure);

    internal bool TryAdd(CommitItem item) => _queue.TryAdd(item);

    /// <summary>Flushes soon, without a wait: lines that are in the file already are on the disk then.</summary>
    internal void RequestFlush() => _queue.RequestFlush();

    /// <summary>Writes the queue. The wait for a hanging disk is limited.</summary>
    public void Dispose()
    {
        _queue.Close();
        if (Thread.CurrentThread != _thread)
            _thread.Join(s_maxWaitAtEnd);
    }

    /// <summary>Records the result of the last disk access.</summary>
    internal void SetFailure(Exception? failure)
    {
        bool changes = (Interlocked.Exchange(ref _failure, failure) is null) != (failure is null);
        if (changes)
            _events.OnFailureChanged(failure);
    }

    private void Run()
    {
        var items = new List<CommitItem>(HistoryLimits.MaxBatch);
        while (true)
        {
            bool isOpen = _queue.Take(items, _backlog.Count > 0 ? s_retryInterval : null);
            items.InsertRange(0, _backlog);
            _backlog.Clear();
            if (items.Count > 0)
                Commit(items);
            items.Clear();
            if (!isOpen)
                return;
        }
    }

    private void Commit(List<CommitItem> items)
    {
        var received = new List<ReceivedMessage>(items.Count);
        foreach (var item in items)
        {
            if (item is { Record: ReceivedMessage message, Update: null })
                received.Add(message);
        }
        try
        {
            _batch.Write(items);
        }
        // After any failure these messages may not be safe. The next ones are tried again.
        catch (Exception failure)
        {
            SetFailure(failure);
            KeepForLater(items);
            if (received.Count > 0)
                _events.OnFailed(received, failure);
            return;
        }
        SetFailure(null);
        if (received.Count > 0)
            _events.OnWritten(received);
        try
        {
            _onIdle();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            SetFailure(failure);
        }
    }

    private void KeepForLater(List<CommitItem> items)
    {
        foreach (var item in items)
        {
            bool isReceived = item is { Record: ReceivedMessage, Update: null };
            if (!isReceived && item.Record is not null && _backlog.Count < HistoryLimits.MaxQueuedUpdates)
                _backlog.Add(item);
        }
        // An empty item repeats only the repair.
        if (_backlog.Count == 0 && _batch.IsRepairDue)
            _backlog.Add(default);
    }
}
