using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>
/// Decrypts messages off the receive loop. Every address has a queue of its own, and they take turns, one message each: whoever floods
/// us with ciphertexts delays nobody else by more than one of them. The messages of one address stay in order.
/// </summary>
internal sealed class UnsealQueue
{
    internal const int MostOfAnAddress = 64;
    internal const int Most = 4_096;

    private readonly object _lock = new();
    private readonly Dictionary<IPAddress, Queue<SealedArrival>> _queues = [];
    private readonly Queue<IPAddress> _turns = new();
    private readonly int _mostWorkers;
    private readonly Action<SealedArrival> _open;
    private int _count;
    private int _workers;
    private bool _isClosed;

    /// <param name="open">Decrypts one message and tells what came of it; must not throw.</param>
    /// <param name="mostWorkers">So many at once; 0 for one less than there are processors.</param>
    internal UnsealQueue(Action<SealedArrival> open, int mostWorkers = 0)
    {
        _open = open;
        _mostWorkers = mostWorkers > 0 ? mostWorkers : Math.Max(1, Environment.ProcessorCount - 1);
    }

    /// <summary>False when the address, or everybody together, has sent more than can be kept: its sender will repeat it.</summary>
    internal bool TryAdd(SealedArrival arrival)
    {
        lock (_lock)
        {
            var address = arrival.From.Address;
            bool isKnown = _queues.TryGetValue(address, out var queue);
            if (_isClosed || _count >= Most || isKnown && queue!.Count >= MostOfAnAddress)
                return false;
            if (!isKnown)
            {
                _queues[address] = queue = new Queue<SealedArrival>();
                _turns.Enqueue(address);
            }
            queue!.Enqueue(arrival);
            _count++;
            if (_workers < _mostWorkers && _turns.Count > 0)
            {
                _workers++;
                ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);
            }
            return true;
        }
    }

    /// <summary>Takes no more, and lets go of what waits.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _turns.Clear();
            _queues.Clear();
            _count = 0;
        }
    }

    private void Work()
    {
        IPAddress? address = null;
        while (TryNext(ref address, out var arrival))
            _open(arrival);
    }

    // An address gets back in line only when its message is done, so no two of it are opened at once.
    private bool TryNext(ref IPAddress? address, out SealedArrival arrival)
    {
        lock (_lock)
        {
            if (address is not null && _queues.TryGetValue(address, out var done))
            {
                if (done.Count > 0)
                    _turns.Enqueue(address);
                else
                    _queues.Remove(address);
            }
            if (_turns.Count == 0)
            {
                _workers--;
                arrival = null!;
                return false;
            }
            address = _turns.Dequeue();
            arrival = _queues[address].Dequeue();
            _count--;
            return true;
        }
    }
}
