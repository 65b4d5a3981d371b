using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>
/// Decrypts messages outside the receive loop. Every address has its own queue, and the queues take turns, one message each: a flood of
/// ciphertexts from one address delays another address by one message at most. Repetitions of messages that a limit has refused before
/// have a queue apart, because forged messages with the address of their sender may fill the other one (R110). Otherwise the messages of an
/// address stay in order. The total size is limited; when it is reached, the largest queue loses its last message.
/// </summary>
internal sealed class DecryptionQueue
{
    internal const int MaxPerAddress = 64 * MinWeight;
    internal const int MaxWeight = 64 * MaxPerAddress;

    /// <summary>The minimum weight of a message in bytes: a short message takes time to decrypt too.</summary>
    internal const int MinWeight = 4_096;

    private readonly object _lock = new();
    private readonly Dictionary<Source, AddressQueue> _addressQueues = [];
    private readonly Queue<AddressQueue> _turns = new();
    private readonly int _maxWorkers;
    private readonly Action<EncryptedArrival> _decrypt;
    private int _weight;
    private int _workers;
    private bool _isClosed;

    /// <param name="decrypt">Decrypts one message and reports the result; must not throw.</param>
    /// <param name="maxWorkers">The number of threads; 0 for one less than the number of processors.</param>
    internal DecryptionQueue(Action<EncryptedArrival> decrypt, int maxWorkers = 0)
    {
        _decrypt = decrypt;
        _maxWorkers = maxWorkers > 0 ? maxWorkers : Math.Max(1, Environment.ProcessorCount - 1);
    }

    /// <summary>
    /// Adds a message. Returns the message that the limits exclude, which may be the new one or a queued one; its sender repeats it. Null
    /// when the limits exclude none.
    /// </summary>
    internal EncryptedArrival? Add(EncryptedArrival arrival)
    {
        lock (_lock)
        {
            int weight = Weight(arrival);
            var source = new Source(arrival.From.Address, arrival.IsRepeated);
            bool isKnown = _addressQueues.TryGetValue(source, out var addressQueue);
            if (_isClosed || isKnown && addressQueue!.Weight + weight > MaxPerAddress)
                return arrival;
            EncryptedArrival? excluded = null;
            if (_weight + weight > MaxWeight)
            {
                var largest = FindLargest();
                if (largest is null || largest.Weight <= weight + (addressQueue?.Weight ?? 0))
                    return arrival;
                excluded = largest.TakeLast();
                _weight -= Weight(excluded);
            }
            if (!isKnown)
                _addressQueues[source] = addressQueue = new AddressQueue(source);
            addressQueue!.Add(arrival);
            _weight += weight;
            if (!addressQueue.IsInTurn)
                GetInTurn(addressQueue);
            if (_workers < _maxWorkers && _turns.Count > 0)
            {
                _workers++;
                ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);
            }
            return excluded;
        }
    }

    /// <summary>Discards the queued messages and refuses new ones.</summary>
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
        AddressQueue? largest = null;
        foreach (var each in _addressQueues.Values)
            largest = largest is null || each.Weight > largest.Weight ? each : largest;
        return largest;
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
            _decrypt(arrival);
    }

    // An address gets its next turn after its message is decrypted, which keeps its messages in order.
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
                // The total limit has excluded all its messages.
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
            _addressQueues.Remove(addressQueue.Source);
    }

    private readonly record struct Source(IPAddress Address, bool IsRepeated);

    /// <summary>The queued messages of one address.</summary>
    private sealed class AddressQueue(Source source)
    {
        private readonly LinkedList<EncryptedArrival> _waiting = new();

        internal Source Source => source;

        internal int Count => _waiting.Count;

        internal int Weight { get; private set; }

        /// <summary>True while the queue waits for its turn, or a thread decrypts one of its messages.</summary>
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
