using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>
/// Two hundred members who talk at random on a bad network: some are cut off for a while, some crash, some have a bad disk. A seed
/// decides everything.
/// </summary>
internal sealed class Crowd
{
    internal const int Members = 200, Messages = 2_000;
    internal const int MaxDelivery = 12_000;
    internal const long CutAt = 27_000, MendedAt = 46_000, CrashAt = 50_000;

    private const int MaxDelay = 400;
    private const long TalkFrom = 8_000, TalkUntil = 60_000;

    internal static readonly LanConditions Conditions = new()
    {
        Loss = 0.3,
        Duplication = 0.1,
        MinDelay = 1,
        MaxDelay = MaxDelay,
        MaxPersist = 200,
        PersistFailure = 0.2,
    };

    private readonly SimulatedHost[] _hosts;
    private readonly Dictionary<Delivery, CrowdMessage> _byDelivery = [];
    private readonly Dictionary<(SimulatedHost, IPEndPoint), int> _lastArrived = [];
    private readonly HashSet<(SimulatedHost, SimulatedHost)> _pairs = [];

    internal Crowd(ulong seed, int remembers = 0)
    {
        Lan = new SimulatedLan(seed, Conditions);
        Lan.Trace.Remembers = remembers;
        var random = new SeededRandom(~seed);
        _hosts = [.. Enumerable.Range(0, Members).Select(i => Host(i, random))];
        All = [.. Enumerable.Range(0, Messages).Select(i => Message(i, random))];
        Lan.At(CutAt, () => Cut(1));
        Lan.At(MendedAt, () => Cut(0));
        Lan.At(CrashAt, () => Each(IsFragile, host => host.Crash()));
    }

    internal SimulatedLan Lan { get; }

    internal CrowdMessage[] All { get; }

    /// <summary>What went against the rules, in words.</summary>
    internal List<string> Complaints { get; } = [];

    internal IEnumerable<MemberMachine> Machines => _hosts.Select(each => each.Machine);

    internal bool IsCutOff(SimulatedHost host) => Index(host) < 20;

    internal bool IsFragile(SimulatedHost host) => Index(host) is >= 20 and < 24;

    internal static bool HasBadDisk(SimulatedHost host) => Index(host) is >= 24 and < 34;

    internal Crowd Run()
    {
        Lan.RunUntilQuiet(600_000);
        return this;
    }

    private static int Index(SimulatedHost host) => (host.EndPoint.Address.GetAddressBytes()[3] & 0xFF) - 1;

    private SimulatedHost Host(int index, SeededRandom random)
    {
        var settings = new MemberSettings("user" + index, "PC" + index, MemberFixture.Codec)
        {
            RepeatsEntry = false,
            PersistsMessages = index is >= 24 and < 34,
        };
        var host = new SimulatedHost(Lan, MemberFixture.At(index + 1), settings, (ulong)random.Next(1, int.MaxValue));
        host.OnTransmit = transmit => Watch(transmit);
        host.OnEvent = raised => Watch(host, raised);
        // The other half becomes known by what it says (R48); broadcasts to two hundred would take most of the time.
        if (index % 2 == 0)
            Lan.At(random.Next(0, 2_000), () => host.Do((machine, now) => machine.Announce(now)));
        return host;
    }

    private CrowdMessage Message(int index, SeededRandom random)
    {
        int from = random.Next(0, Members), to = (from + random.Next(1, Members)) % Members;
        var message = new CrowdMessage(index, _hosts[from], _hosts[to]);
        Lan.At(TalkFrom + random.Next(0, (int)(TalkUntil - TalkFrom)), () => Send(message));
        return message;
    }

    private void Send(CrowdMessage message)
    {
        if (!message.From.IsUp)
            return;
        message.From.Do((machine, now) =>
        {
            message.IsFirst = _pairs.Add((message.From, message.To));
            var text = new OutgoingMessage(message.Index.ToString(CultureInfo.InvariantCulture));
            message.Delivery = machine.Compose(now, text, [message.To.EndPoint]).Deliveries.Single();
            _byDelivery[message.Delivery] = message;
            machine.Dispatch(now, [message.Delivery]);
        });
    }

    private void Watch(in Transmit transmit)
    {
        if (transmit.Delivery is { Attempts: 1 } delivery)
            _byDelivery[delivery].FirstSentAt = Lan.Now;
    }

    private void Watch(SimulatedHost host, MemberEvent raised)
    {
        switch (raised)
        {
            case DeliveryChanged { Delivery: var delivery }:
                _byDelivery[delivery].Ends++;
                break;
            case MessageArrived { Message: var message }:
                Arrived(host, message);
                break;
        }
    }

    private void Arrived(SimulatedHost host, IncomingMessage arrived)
    {
        var message = All[int.Parse(arrived.Text, CultureInfo.InvariantCulture)];
        if (++message.Arrivals > 1)
            Complaints.Add($"Message {message.Index} came twice.");
        if (message.To != host || !arrived.From.Equals(message.From.EndPoint))
            Complaints.Add($"Message {message.Index} came to the wrong member or from the wrong one.");
        int order = (int)arrived.Number;
        if (_lastArrived.TryGetValue((host, arrived.From), out int last) && last >= order)
            Complaints.Add($"Message {message.Index} overtook another of its sender.");
        _lastArrived[(host, arrived.From)] = order;
    }

    private void Cut(int segment) => Each(IsCutOff, host => host.Segment = segment);

    private void Each(System.Func<SimulatedHost, bool> which, System.Action<SimulatedHost> what)
    {
        foreach (var host in _hosts.Where(which))
            what(host);
    }
}
