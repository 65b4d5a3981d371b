using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>Writes what a member learns of keys, one after the other and off its threads.</summary>
internal sealed class KeyKeeper : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly KnownKeyStore _store;
    private readonly Queue<(KnownKey Key, bool IsKept)> _queue = new();
    private readonly ManualResetEventSlim _idle = new(true);
    private bool _isWriting;

    internal KeyKeeper(KnownKeyStore store) => _store = store;

    /// <summary>The last trouble; null when there was none. What could not be written is known until the process ends.</summary>
    internal Exception? Failure { get; private set; }

    internal void Keep(KnownKey key) => Add(key, isKept: true);

    internal void Forget(KnownKey key) => Add(key, isKept: false);

    /// <summary>Waits until all is written.</summary>
    public void Dispose() => _idle.Wait(s_patience);

    private void Add(KnownKey key, bool isKept)
    {
        lock (_queue)
        {
            _queue.Enqueue((key, isKept));
            if (_isWriting)
                return;
            _isWriting = true;
            _idle.Reset();
        }
        ThreadPool.QueueUserWorkItem(_ => Write());
    }

    private void Write()
    {
        while (true)
        {
            (KnownKey Key, bool IsKept) next;
            lock (_queue)
            {
                if (_queue.Count == 0)
                {
                    _isWriting = false;
                    _idle.Set();
                    return;
                }
                next = _queue.Dequeue();
            }
            try
            {
                if (next.IsKept)
                    _store.Save(next.Key);
                else
                    _store.Remove(next.Key);
            }
            catch (Exception reason)
            {
                Failure = reason;
            }
        }
    }
}
