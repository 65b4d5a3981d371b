using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Writes what a member learns of keys, one after the other and off its threads.</summary>
internal sealed class KnownKeyWriter : IDisposable
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly KnownKeyStore _store;
    private readonly Queue<(KnownKey Key, bool IsKept)> _queue = new();
    private readonly ManualResetEventSlim _idle = new(true);
    private readonly Action<KnownKey, KnownKey?> _overruled;
    private volatile Exception? _failure;
    private bool _isWriting;

    /// <param name="store">Where keys are kept.</param>
    /// <param name="overruled">Is told what counts of a key instead, when another process of the user had a say in it; null when it has forgotten the key.</param>
    internal KnownKeyWriter(KnownKeyStore store, Action<KnownKey, KnownKey?> overruled)
    {
        _store = store;
        _overruled = overruled;
    }

    /// <summary>Why the keys of others cannot be kept; null while they can. What could not be written is known until the process ends.</summary>
    internal Exception? Failure => _failure;

    internal void Keep(KnownKey key) => Add(key, isKept: true);

    internal void Forget(KnownKey key) => Add(key, isKept: false);

    /// <summary>What other processes have learnt and forgotten since.</summary>
    internal (IReadOnlyList<KnownKey> Learnt, IReadOnlyList<KnownKey> Forgotten) Changes() => _store.Changes();

    /// <summary>Waits until all is written.</summary>
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
