using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;

namespace IpMsg.Testing;

/// <summary>
/// A network without sockets, threads or clock: a queue of events in simulated time. A seed decides every loss, duplicate and delay, so
/// a run can be repeated exactly.
/// </summary>
public sealed class SimulatedLan(ulong seed, LanConditions conditions)
{
    /// <summary>The time of day at simulated time zero.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly IPAddress s_broadcastAddress = new([10, 255, 255, 255]);

    // Ordered by time and, within a millisecond, by the order in which they were put in. Both are in one number, which compares fast
    // and is wide enough for three months and a thousand million events.
    private const int OrderBits = 30;
    private readonly PriorityQueue<LanEvent, long> _events = new();
    private readonly Dictionary<IPEndPoint, ILanStation> _stations = [];
    private readonly List<ILanStation> _inOrder = [];
    private long _order;

    public LanConditions Conditions { get; set; } = conditions;

    /// <summary>The chance that rules this network; hosts have their own.</summary>
    public SeededRandom Random { get; } = new(seed);

    /// <summary>Simulated milliseconds since the start.</summary>
    public long Now { get; private set; }

    /// <summary>Both clocks, as a machine wants them.</summary>
    public Moment Moment => new(TimeSpan.FromMilliseconds(Now), Epoch.AddMilliseconds(Now));

    /// <summary>Datagrams that arrived so far.</summary>
    public long Arrived { get; private set; }

    public LanTrace Trace { get; } = new();

    /// <summary>Sees every datagram as it leaves its sender: who, to whom, what.</summary>
    public Action<IPEndPoint, IPEndPoint, byte[]>? Tap { get; set; }

    /// <summary>
    /// Stands between all stations, as a router might, and says what is carried on in place of a datagram: it, another, several, nothing.
    /// </summary>
    public Func<IPEndPoint, IPEndPoint, byte[], IEnumerable<byte[]>>? Relay { get; set; }

    /// <summary>True when a router connects the segments: single datagrams pass, broadcasts stay where they are.</summary>
    public bool HasRouter { get; set; }

    /// <summary>A datagram that claims to come from somebody.</summary>
    public void Forge(IPEndPoint from, IPEndPoint to, byte[] datagram) => Enqueue(Now, new LanEvent(_stations[to], datagram, from, null));

    /// <summary>The address that everyone with this port hears, the sender too.</summary>
    public static IPEndPoint Broadcast(int port = 2425) => new(s_broadcastAddress, port);

    /// <summary>The datagram that arrives; all recipients of a broadcast get the same object. Null before the first.</summary>
    public byte[]? Arriving { get; private set; }

    public void Join(ILanStation station)
    {
        _stations.Add(station.EndPoint, station);
        _inOrder.Add(station);
    }

    /// <summary>Takes a station off the network, so that another one can have its address. What is on the way to it is lost.</summary>
    public void Leave(ILanStation station)
    {
        _stations.Remove(station.EndPoint);
        _inOrder.Remove(station);
        // A timer may be due in a month.
        var others = _events.UnorderedItems.Where(each => each.Element.Station != station).ToList();
        _events.Clear();
        _events.EnqueueRange(others);
    }

    /// <summary>A datagram leaves a station; the bytes are copied.</summary>
    public void Send(ILanStation from, IPEndPoint to, ReadOnlySpan<byte> datagram)
    {
        byte[] copy = datagram.ToArray();
        Tap?.Invoke(from.EndPoint, to, copy);
        foreach (byte[] each in Relay?.Invoke(from.EndPoint, to, copy) ?? [copy])
            Carry(from, to, each);
    }

    private void Carry(ILanStation from, IPEndPoint to, byte[] copy)
    {
        if (IsBroadcast(to.Address))
        {
            foreach (var station in _inOrder)
            {
                if (station.EndPoint.Port == to.Port && (!HasRouter || station.Segment == from.Segment))
                    Carry(from, station, copy);
            }
        }
        else if (_stations.TryGetValue(to, out var station))
            Carry(from, station, copy);
        else
            Trace.Note(Now, '?', from.EndPoint, to, copy);
    }

    /// <summary>The station at an endpoint; null when nobody is there.</summary>
    public ILanStation? At(IPEndPoint endPoint) => _stations.GetValueOrDefault(endPoint);

    /// <summary>Wakes a station at a time.</summary>
    public void WakeAt(ILanStation station, long due) => Enqueue(due, new LanEvent(station, null, null, null));

    /// <summary>Does something at a time.</summary>
    public void At(long due, Action act) => Enqueue(due, new LanEvent(null, null, null, act));

    /// <summary>Lets time pass.</summary>
    public void Run(long milliseconds) => RunUntil(Now + milliseconds);

    /// <summary>Lets time pass until a moment, and does everything that is due then.</summary>
    public void RunUntil(long end)
    {
        while (_events.TryPeek(out _, out long when) && when >> OrderBits <= end)
            Step();
        Now = Math.Max(Now, end);
    }

    /// <summary>Lets time pass until nothing is left to happen; throws when the network does not come to rest.</summary>
    public void RunUntilQuiet(long latest = long.MaxValue)
    {
        while (_events.TryPeek(out _, out long when))
        {
            if (when >> OrderBits > latest)
                throw new InvalidOperationException("The network did not come to rest.\n" + Trace);
            Step();
        }
    }

    private void Step()
    {
        _events.TryDequeue(out var next, out long when);
        Now = Math.Max(Now, when >> OrderBits);
        if (next.Act is { } act)
            act();
        else if (next.Datagram is { } datagram)
        {
            Arrived++;
            Arriving = datagram;
            Trace.Note(Now, '>', next.From!, next.Station!.EndPoint, datagram);
            next.Station.Receive(datagram, next.From!);
        }
        else
            next.Station!.Wake(when >> OrderBits);
    }

    private void Carry(ILanStation from, ILanStation to, byte[] datagram)
    {
        for (int copies = Random.Chance(Conditions.Duplication) ? 2 : 1; copies > 0; copies--)
        {
            if (from.Segment != to.Segment && !HasRouter || Random.Chance(Conditions.Loss))
                Trace.Note(Now, 'x', from.EndPoint, to.EndPoint, datagram);
            else
                Enqueue(Now + Delay(), new LanEvent(to, datagram, from.EndPoint, null));
        }
    }

    // Behind a router, a segment is 10.n.0.0/16.
    private bool IsBroadcast(IPAddress address) =>
        address.Equals(s_broadcastAddress) || HasRouter && address.GetAddressBytes() is [10, _, 255, 255];

    private int Delay() => Conditions.MaxDelay <= Conditions.MinDelay
        ? Conditions.MinDelay
        : Random.Next(Conditions.MinDelay, Conditions.MaxDelay + 1);

    private void Enqueue(long due, LanEvent what)
    {
        if (due >> (63 - OrderBits) != 0 || _order >> OrderBits != 0)
            throw new InvalidOperationException("The simulation is too long.");
        _events.Enqueue(what, due << OrderBits | _order++);
    }
}
