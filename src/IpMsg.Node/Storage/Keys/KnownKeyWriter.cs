using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Writes key changes one after the other on a thread-pool thread.</summary>
internal sealed class KnownKeyWriter : IDisposable
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly KnownKeyStore _store;
    private readonly Queue<(KnownKey Key, bool IsKept)> _queue = new();
    private readonly ManualResetEventSlim _idle = new(true);
    private readonly Action<KnownKey, KnownKey?> _overruled;
    private volatile Exception? _failure;
    private bool _isWriting;

    /// <param name="store">The key store.</param>
    /// <param name="overruled">Receives the key that counts when another process has stored another one; null when it has removed the
    /// key.</param>
    internal KnownKeyWriter(KnownKeyStore store, Action<KnownKey, KnownKey?> overruled)
    {
        _store = store;
        _overruled = overruled;
    }

    /// <summary>Why keys cannot be stored; null while they can. Unstored keys are known until the process ends.</summary>
    internal Exception? Failure => _failure;

    internal void Keep(KnownKey key) => Add(key, isKept: true);

    internal void Forget(KnownKey key) => Add(key, isKept: false);

    /// <summary>The keys that other processes have added or removed.</summary>
    internal (IReadOnlyList<KnownKey> Learnt, IReadOnlyList<KnownKey> Forgotten) Changes() => _store.Changes();

    /// <summary>Waits until everything is written.</summary>
    internal void Wait() => _idle.Wait(s_maxWait);

    public void Dispose() => Wait();

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
                if (!next.IsKept)
                    _store.Remove(next.Key);
                else if (_store.Keep(next.Key) is var kept && kept != next.Key)
                    _overruled(next.Key, kept);
                _failure = null;
            }
            catch (Exception reason)
            {
                _failure = reason;
            }
        }
    }
}
