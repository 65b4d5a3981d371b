using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>
/// Decrypts messages off the receive loop. Every address has a queue of its own, and they take turns, one message each: whoever floods
/// us with ciphertexts delays nobody else by more than one of them. The messages of one address stay in order. There is room for so many
/// bytes, and when it is full whoever has taken most of it gives way.
/// </summary>
internal sealed class UnsealQueue
{
    internal const int MostOfAnAddress = 64 * LeastWeight;
    internal const int Most = 64 * MostOfAnAddress;

    /// <summary>What a message counts at least, in bytes: each costs time as well.</summary>
    internal const int LeastWeight = 4_096;

    private readonly object _lock = new();
    private readonly Dictionary<IPAddress, Line> _lines = [];
    private readonly Queue<Line> _turns = new();
    private readonly int _mostWorkers;
    private readonly Action<SealedArrival> _open;
    private int _weight;
    private int _workers;
    private bool _isClosed;

    /// <param name="open">Decrypts one message and tells what came of it; must not throw.</param>
    /// <param name="mostWorkers">So many at once; 0 for one less than there are processors.</param>
    internal UnsealQueue(Action<SealedArrival> open, int mostWorkers = 0)
    {
        _open = open;
        _mostWorkers = mostWorkers > 0 ? mostWorkers : Math.Max(1, Environment.ProcessorCount - 1);
    }

    /// <summary>The message for which there is no room, this one or another that has waited; its sender will repeat it. Null when all have room.</summary>
    internal SealedArrival? Add(SealedArrival arrival)
    {
        lock (_lock)
        {
            int weight = Weight(arrival);
            bool isKnown = _lines.TryGetValue(arrival.From.Address, out var line);
            if (_isClosed || isKnown && line!.Weight + weight > MostOfAnAddress)
                return arrival;
            SealedArrival? victim = null;
            if (_weight + weight > Most)
            {
                var greatest = Greatest();
                if (greatest is null || greatest.Weight <= weight + (line?.Weight ?? 0))
                    return arrival;
                victim = greatest.TakeLast();
                _weight -= Weight(victim);
            }
            if (!isKnown)
                _lines[arrival.From.Address] = line = new Line(arrival.From.Address);
            line!.Add(arrival);
            _weight += weight;
            if (!line.IsInTurn)
                GetInTurn(line);
            if (_workers < _mostWorkers && _turns.Count > 0)
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
            _lines.Clear();
            _weight = 0;
        }
    }

    private static int Weight(SealedArrival arrival) => Math.Max(LeastWeight, arrival.Length);

    private Line? Greatest()
    {
        Line? greatest = null;
        foreach (var each in _lines.Values)
            greatest = greatest is null || each.Weight > greatest.Weight ? each : greatest;
        return greatest;
    }

    private void GetInTurn(Line line)
    {
        line.IsInTurn = true;
        _turns.Enqueue(line);
    }

    private void Work()
    {
        Line? line = null;
        while (TryNext(ref line, out var arrival))
            _open(arrival);
    }

    // An address gets back in line only when its message is done, so no two of it are opened at once.
    private bool TryNext(ref Line? line, out SealedArrival arrival)
    {
        lock (_lock)
        {
            if (line is not null)
                Done(line);
            while (_turns.Count > 0)
            {
                line = _turns.Dequeue();
                if (line.Count > 0)
                {
                    arrival = line.TakeFirst();
                    _weight -= Weight(arrival);
                    return true;
                }
                // All it had has given way to others.
                Done(line);
            }
            _workers--;
            arrival = null!;
            return false;
        }
    }

    private void Done(Line line)
    {
        line.IsInTurn = false;
        if (line.Count > 0 && !_isClosed)
            GetInTurn(line);
        else
            _lines.Remove(line.Address);
    }

    /// <summary>What waits of one address.</summary>
    private sealed class Line(IPAddress address)
    {
        private readonly LinkedList<SealedArrival> _waiting = new();

        internal IPAddress Address => address;

        internal int Count => _waiting.Count;

        internal int Weight { get; private set; }

        /// <summary>True while it has its place among the others, or is being worked on.</summary>
        internal bool IsInTurn { get; set; }

        internal void Add(SealedArrival arrival)
        {
            _waiting.AddLast(arrival);
            Weight += UnsealQueue.Weight(arrival);
        }

        internal SealedArrival TakeFirst() => Take(_waiting.First);

        internal SealedArrival TakeLast() => Take(_waiting.Last);

        private SealedArrival Take(LinkedListNode<SealedArrival> node)
        {
            _waiting.Remove(node);
            Weight -= UnsealQueue.Weight(node.Value);
            return node.Value;
        }
    }
}
