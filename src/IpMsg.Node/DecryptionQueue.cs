using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>
/// Decrypts messages off the receive loop. Every address has a queue of its own, and they take turns, one message each: whoever floods
/// us with ciphertexts delays nobody else by more than one of them. The messages of one address stay in order. There is room for so many
/// bytes, and when it is full whoever has taken most of it gives way.
/// </summary>
internal sealed class DecryptionQueue
{
    internal const int MaxPerAddress = 64 * MinWeight;
    internal const int MaxWeight = 64 * MaxPerAddress;

    /// <summary>What a message counts at least, in bytes: each costs time as well.</summary>
    internal const int MinWeight = 4_096;

    private readonly object _lock = new();
    private readonly Dictionary<IPAddress, AddressQueue> _addressQueues = [];
    private readonly Queue<AddressQueue> _turns = new();
    private readonly int _maxWorkers;
    private readonly Action<EncryptedArrival> _open;
    private int _weight;
    private int _workers;
    private bool _isClosed;

    /// <param name="open">Decrypts one message and tells what came of it; must not throw.</param>
    /// <param name="mostWorkers">So many at once; 0 for one less than there are processors.</param>
    internal DecryptionQueue(Action<EncryptedArrival> open, int mostWorkers = 0)
    {
        _open = open;
        _maxWorkers = mostWorkers > 0 ? mostWorkers : Math.Max(1, Environment.ProcessorCount - 1);
    }

    /// <summary>
    /// The message for which there is no room, this one or another that has waited; its sender will repeat it. Null when all have room.
    /// </summary>
    internal EncryptedArrival? Add(EncryptedArrival arrival)
    {
        lock (_lock)
        {
            int weight = Weight(arrival);
            bool isKnown = _addressQueues.TryGetValue(arrival.From.Address, out var addressQueue);
            if (_isClosed || isKnown && addressQueue!.Weight + weight > MaxPerAddress)
                return arrival;
            EncryptedArrival? victim = null;
            if (_weight + weight > MaxWeight)
            {
                var greatest = FindLargest();
                if (greatest is null || greatest.Weight <= weight + (addressQueue?.Weight ?? 0))
                    return arrival;
                victim = greatest.TakeLast();
                _weight -= Weight(victim);
            }
            if (!isKnown)
                _addressQueues[arrival.From.Address] = addressQueue = new AddressQueue(arrival.From.Address);
            addressQueue!.Add(arrival);
            _weight += weight;
            if (!addressQueue.IsInTurn)
                GetInTurn(addressQueue);
            if (_workers < _maxWorkers && _turns.Count > 0)
            {
                _workers++;
                ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);
            }
            return victim;
        }
    }

    /// <summary>Takes no more, and lets go of what waits.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _turns.Clear();
            _addressQueues.Clear();
            _weight = 0;
        }
    }

    private static int Weight(EncryptedArrival arrival) => Math.Max(MinWeight, arrival.Length);

    private AddressQueue? FindLargest()
    {
        AddressQueue? greatest = null;
        foreach (var each in _addressQueues.Values)
            greatest = greatest is null || each.Weight > greatest.Weight ? each : greatest;
        return greatest;
    }

    private void GetInTurn(AddressQueue addressQueue)
    {
        addressQueue.IsInTurn = true;
        _turns.Enqueue(addressQueue);
    }

    private void Work()
    {
        AddressQueue? addressQueue = null;
        while (TryNext(ref addressQueue, out var arrival))
            _open(arrival);
    }

    // An address gets back in line only when its message is done, so no two of it are opened at once.
    private bool TryNext(ref AddressQueue? addressQueue, out EncryptedArrival arrival)
    {
        lock (_lock)
        {
            if (addressQueue is not null)
                Done(addressQueue);
            while (_turns.Count > 0)
            {
                addressQueue = _turns.Dequeue();
                if (addressQueue.Count > 0)
                {
                    arrival = addressQueue.TakeFirst();
                    _weight -= Weight(arrival);
                    return true;
                }
                // All it had has given way to others.
                Done(addressQueue);
            }
            _workers--;
            arrival = null!;
            return false;
        }
    }

    private void Done(AddressQueue addressQueue)
    {
        addressQueue.IsInTurn = false;
        if (addressQueue.Count > 0 && !_isClosed)
            GetInTurn(addressQueue);
        else
            _addressQueues.Remove(addressQueue.Address);
    }

    /// <summary>What waits of one address.</summary>
    private sealed class AddressQueue(IPAddress address)
    {
        private readonly LinkedList<EncryptedArrival> _waiting = new();

        internal IPAddress Address => address;

        internal int Count => _waiting.Count;

        internal int Weight { get; private set; }

        /// <summary>True while it has its place among the others, or is being worked on.</summary>
        internal bool IsInTurn { get; set; }

        internal void Add(EncryptedArrival arrival)
        {
            _waiting.AddLast(arrival);
            Weight += DecryptionQueue.Weight(arrival);
        }

        internal EncryptedArrival TakeFirst() => Take(_waiting.First);

        internal EncryptedArrival TakeLast() => Take(_waiting.Last);

        private EncryptedArrival Take(LinkedListNode<EncryptedArrival> node)
        {
            _waiting.Remove(node);
            Weight -= DecryptionQueue.Weight(node.Value);
            return node.Value;
        }
    }
}
