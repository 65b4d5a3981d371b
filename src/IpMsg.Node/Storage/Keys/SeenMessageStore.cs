using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// Appends what recognises shown messages (R116) to their file on a thread-pool thread, so that no message waits for it. Thread-safe.
/// </summary>
internal sealed class SeenMessageStore(SeenMessageFile file) : IDisposable
{
    // More come only while the disk refuses them.
    private const int MaxPending = 65_536;

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly List<SeenMessage> _pending = [];
    private readonly ManualResetEventSlim _idle = new(true);
    private volatile Exception? _failure;
    private bool _isWriting;

    /// <summary>Why messages cannot be saved; null while they can. The next message tries again.</summary>
    internal Exception? Failure => _failure;

    /// <summary>Saves a message.</summary>
    internal void Keep(SeenMessage seen)
    {
        lock (_pending)
        {
            if (_pending.Count < MaxPending)
                _pending.Add(seen);
            if (_isWriting)
                return;
            _isWriting = true;
            _idle.Reset();
        }
        ThreadPool.QueueUserWorkItem(_ => Write());
    }

    /// <summary>The messages of all processes since the last call; none while the file cannot be read.</summary>
    internal IReadOnlyList<SeenMessage> Changes()
    {
        try
        {
            return file.Changes();
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            _failure = reason;
            return [];
        }
    }

    /// <summary>Waits until everything is written.</summary>
    public void Dispose() => _idle.Wait(s_maxWait);

    private void Write()
    {
        int count = 0;
        while (true)
        {
            SeenMessage[] batch;
            lock (_pending)
            {
                _pending.RemoveRange(0, count);
                count = _pending.Count;
                if (count == 0)
                {
                    Rest();
                    return;
                }
                batch = [.. _pending];
            }
            try
            {
                file.Append(batch);
                _failure = null;
            }
            catch (Exception reason)
            {
                _failure = reason;
                lock (_pending)
                    Rest();
                return;
            }
        }
    }

    private void Rest()
    {
        _isWriting = false;
        _idle.Set();
    }
}
