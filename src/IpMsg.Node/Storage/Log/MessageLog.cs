using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.Storage.Log;

/// <summary>
/// The log of <c>-LogPath</c>. Messages queue up while the disk is busy, and what has queued up is written and flushed together, so
/// that the cost of a flush is shared by as many as came during the last one. Only then is it said that they are safe.
/// </summary>
internal sealed class MessageLog : IDisposable
{
    internal const int DefaultCapacity = 4_096;
    private const int LargestBatch = 256;
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_probePause = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<IncomingMessage> _queue;
    private readonly MessageLogFile _file;
    private readonly MessageLogLines _lines;
    private readonly Action<IReadOnlyList<IncomingMessage>> _onWritten;
    private readonly Action<IReadOnlyList<IncomingMessage>, Exception> _onFailed;
    private readonly Thread _writer;
    private bool _hasFailed;

    /// <param name="path">A file; or a folder, which exists or ends with a separator, for one file a local day.</param>
    /// <param name="onWritten">Told, on the log's thread, which messages are on the disk, in their order. None: the log can be written again.</param>
    /// <param name="onFailed">Told which are not, and why; must not throw. None: the log still cannot be written.</param>
    /// <param name="capacity">How many messages may wait.</param>
    /// <param name="owner">Whose log it is; null when nobody needs to know.</param>
    /// <exception cref="IOException">The log cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The log must not be opened.</exception>
    internal MessageLog(
        string path, Action<IReadOnlyList<IncomingMessage>> onWritten, Action<IReadOnlyList<IncomingMessage>, Exception> onFailed, int capacity = DefaultCapacity, LogOwner? owner = null)
    {
        _file = new MessageLogFile(path);
        _lines = new MessageLogLines(owner);
        _onWritten = onWritten;
        _onFailed = onFailed;
        _queue = new BlockingCollection<IncomingMessage>(capacity);
        _writer = new Thread(Run) { IsBackground = true, Name = "IpMsg log" };
        _writer.Start();
    }

    /// <summary>
    /// Queues a message and returns at once. False when the queue is full or the log is closed: nothing more will be heard of the
    /// message then, and it must not be confirmed.
    /// </summary>
    internal bool Append(IncomingMessage message)
    {
        try
        {
            return _queue.TryAdd(message);
        }
        catch (InvalidOperationException)
        {
            // Closed between two messages.
            return false;
        }
    }

    /// <summary>Writes what is queued and ends. A disk that hangs is not waited for endlessly: what is not written is not confirmed either.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (Thread.CurrentThread != _writer)
            _writer.Join(s_longestEnd);
    }

    private void Run()
    {
        var batch = new List<IncomingMessage>(LargestBatch);
        while (!_queue.IsCompleted)
        {
            if (!TryTake(out var first))
            {
                Probe();
                continue;
            }
            batch.Add(first);
            while (batch.Count < LargestBatch && _queue.TryTake(out var next))
                batch.Add(next);
            // A batch around midnight belongs to two files.
            for (int from = 0; from < batch.Count;)
            {
                string path = _file.PathFor(batch[from].ReceivedAt);
                int end = batch.FindIndex(from, message => _file.PathFor(message.ReceivedAt) != path);
                var part = batch.GetRange(from, (end < 0 ? batch.Count : end) - from);
                Commit(path, part);
                from += part.Count;
            }
            batch.Clear();
        }
        _file.Dispose();
    }

    /// <summary>False when nothing has come: the log was closed, or has failed and it is time to try it.</summary>
    private bool TryTake(out IncomingMessage message)
    {
        try
        {
            return _queue.TryTake(out message, _hasFailed ? (int)s_probePause.TotalMilliseconds : Timeout.Infinite);
        }
        catch (InvalidOperationException)
        {
            message = null!;
            return false;
        }
    }

    // A reader of LogFailure learns that the log works again even if no message comes.
    private void Probe()
    {
        if (!_hasFailed || _queue.IsAddingCompleted)
            return;
        try
        {
            _file.Probe();
            _hasFailed = false;
            _onWritten([]);
        }
        catch (Exception reason)
        {
            _onFailed([], reason);
        }
    }

    private void Commit(string path, IReadOnlyList<IncomingMessage> messages)
    {
        try
        {
            _lines.Reset();
            foreach (var message in messages)
                _lines.Add(message);
            _file.Append(path, _lines);
            _hasFailed = false;
            _onWritten(messages);
        }
        // Whatever it was, these messages are not known to be safe, and the next ones deserve their own try.
        catch (Exception reason)
        {
            _hasFailed = true;
            _onFailed(messages, reason);
        }
    }
}
