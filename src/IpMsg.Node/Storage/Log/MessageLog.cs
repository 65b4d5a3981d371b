using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.Storage.Log;

/// <summary>
/// The log of <c>-LogPath</c>. Messages queue up during a flush and are written and flushed together, which shares its cost. A message
/// counts as safe after the flush.
/// </summary>
internal sealed class MessageLog : IDisposable
{
    /// <summary>Room for what each part of an inbox may have on its way to the disk (R119).</summary>
    internal const int DefaultCapacity = 16_384;
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

    /// <param name="path">A file, or a folder that exists or ends with a separator and gets one file for each local day.</param>
    /// <param name="onWritten">Receives the messages that are on the disk, in order, on the log's thread. An empty list: the log is
    /// writable again.</param>
    /// <param name="onFailed">Receives the messages that are not, and the reason; must not throw. An empty list: the log is still
    /// unwritable.</param>
    /// <param name="capacity">The maximum number of waiting messages.</param>
    /// <param name="owner">The names of the log's owner; null to leave them out.</param>
    /// <exception cref="IOException">The log cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal MessageLog(
        string path, Action<IReadOnlyList<IncomingMessage>> onWritten, Action<IReadOnlyList<IncomingMessage>, Exception> onFailed,
        int capacity = DefaultCapacity, LogOwner? owner = null)
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
    /// Queues a message and returns at once. Returns false when the queue is full or the log is closed. Nothing is reported for the message
    /// then, and it must not be confirmed.
    /// </summary>
    internal bool Append(IncomingMessage message)
    {
        try
        {
            return _queue.TryAdd(message);
        }
        catch (InvalidOperationException)
        {
            // The log was closed meanwhile.
            return false;
        }
    }

    /// <summary>
    /// Writes the queue and ends. The wait for a hanging disk is limited: messages that are not written are not confirmed either.
    /// </summary>
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

    /// <summary>False when nothing has come: the log is closed, or has failed and a new attempt is due.</summary>
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

    // Reports a recovered log through LogFailure even when no message arrives.
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
        // After any failure these messages may not be safe. The next ones get their own attempt.
        catch (Exception reason)
        {
            _hasFailed = true;
            _onFailed(messages, reason);
        }
    }
}
