using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Agents and polls that want more than their part, and recorded orders.</summary>
public sealed class HostileAgentTests
{
    private const int Poll = 60_000;

    private static readonly string s_master = FingerprintName.Of(Campus.NameOf(Campus.MasterPlace), TestKeys.Alice.Public);

    private readonly Campus _campus = new();

    public HostileAgentTests() => _campus.Lan.Run(2 * Poll + 12_000);

    private ListMaster Master => _campus.Master.Machine.ListMaster()!;

    private SimulatedHost Agent => _campus.AgentOf(1);

    [Fact]
    [Rule(127)]
    public void R127_a_recorded_order_is_obeyed_once()
    {
        var user = _campus.Users.First(each => each.Machine.MasterUser()!.Agent.Reports == 0);
        byte[] order = new Forger(_campus.Lan, Campus.MasterPlace, s_master, TestKeys.Alice)
            .Bytes(new AgentOrder(Broadcasts: true, 190, user.EndPoint.Address));
        for (int copy = 0; copy < 3; copy++)
        {
            _campus.Lan.Forge(Campus.MasterPlace, user.EndPoint, order);
            _campus.Lan.Run(8_000);
        }
        Assert.Equal(1, user.Machine.MasterUser()!.Agent.Reports);
    }

    [Fact]
    [Rule(128)]
    public void R128_a_recorded_change_is_broadcast_once()
    {
        var list = new Forger(_campus.Lan, Campus.MasterPlace, s_master, TestKeys.Alice);
        var part = Signed(list, Forger.Of([], version: 1, from: 1));
        byte[] request = list.Bytes(new RebroadcastRequest(Signed(list, new ListChange(part)), Agent.EndPoint.Address));
        int broadcasts = 0;
        _campus.Lan.Tap = (from, _, bytes) => broadcasts += from.Equals(Agent.EndPoint) && IsAgentPacket(bytes) ? 1 : 0;
        _campus.Lan.Forge(Campus.MasterPlace, Agent.EndPoint, request);
        _campus.Lan.Run(100);
        int first = broadcasts;
        Assert.NotEqual(0, first);
        for (int copy = 0; copy < 10; copy++)
            _campus.Lan.Forge(Campus.MasterPlace, Agent.EndPoint, request);
        _campus.Lan.Run(100);
        Assert.Equal(first, broadcasts);
    }

    [Fact]
    [Rule(127)]
    public void R127_a_reject_in_another_name_dismisses_no_agent()
    {
        var place = Agent.EndPoint;
        new Forger(_campus.Lan, place, "eve", TestKeys.Bob).Send(new AgentReject(), Campus.MasterPlace);
        Assert.NotNull(Master.Rounds.SegmentAt(place.Address)!.AgentAt(place));
        ForgerAt(place).Send(new AgentReject(), Campus.MasterPlace);
        Assert.Null(Master.Rounds.SegmentAt(place.Address)!.AgentAt(place));
    }

    [Fact]
    [Rule(128)]
    public void R128_an_event_with_many_members_sends_them_no_list()
    {
        int sent = 0;
        var forger = ForgerAt(Agent.EndPoint);
        var known = _campus.Users.Select(each => Master.List.At(each.EndPoint)!.Entry)
            .Where(each => Hosts.Segment(1).Contains(each.EndPoint.Address)).ToArray();
        _campus.Lan.Tap = (from, _, bytes) =>
            sent += from.Equals(Campus.MasterPlace) && IpDict.TryRead(bytes, out IpDict dict)
                && MasterDict.CommandOf(dict) == Command.AnswerListDict ? 1 : 0;
        forger.Send(new SegmentReport(known, IsEvent: true, IsDirect: true), Campus.MasterPlace);
        Assert.Equal(0, sent);
        forger.Send(new SegmentReport([known[1]], IsEvent: true, IsDirect: true), Campus.MasterPlace);
        Assert.Equal(1, sent);
    }

    [Fact]
    [Rule(130)]
    public void R130_a_recorded_poll_from_another_address_moves_nobody()
    {
        byte[]? poll = null;
        var (user, eve) = (_campus.Users[0], _campus.StartUser(1, 77));
        _campus.Lan.Tap = (from, _, bytes) => poll ??= from.Equals(user.EndPoint) && bytes.AsSpan().StartsWith("IP2:"u8) ? bytes : null;
        _campus.Lan.Run(2 * Poll);
        string name = FingerprintName.Of(Campus.NameOf(user.EndPoint), TestKeys.Bob.Public);
        var names = new NameKey(name, "PC");
        Assert.NotNull(poll);
        _campus.Lan.Forge(eve.EndPoint, Campus.MasterPlace, poll);
        _campus.Lan.Run(100);
        Assert.Equal(user.EndPoint, Master.List.Find(names)!.Entry.EndPoint);
        Assert.Equal(Campus.NameOf(eve.EndPoint), FingerprintName.Bare(Master.List.At(eve.EndPoint)!.Entry.User));
        // The next master begins with the list of this one.
        var saved = _campus.Master.Machine.SaveList()!;
        Assert.True(saved.Single(each => each.Entry.User == name).PollNumber > 0);
        _campus.Master.Crash();
        _campus.Lan.Leave(_campus.Master);
        _campus.StartMaster(saved);
        _campus.Lan.Run(5_000);
        _campus.Lan.Forge(eve.EndPoint, Campus.MasterPlace, poll);
        _campus.Lan.Run(100);
        Assert.Equal(user.EndPoint, Master.List.Find(names)!.Entry.EndPoint);
        // A new one shows the move.
        _campus.Lan.Run(Poll + 12_000);
        // The numbers of the member may be ahead of the clock.
        var late = new Forger(_campus.Lan, eve.EndPoint, name, TestKeys.Bob);
        for (int i = 0; i < 50; i++)
            late.Send(new Poll([Hosts.Segment(1)], CanBeAgent: true, null), Campus.MasterPlace);
        Assert.Equal(eve.EndPoint, Master.List.Find(names)!.Entry.EndPoint);
    }

    [Fact]
    [Rule(126)]
    public void R126_a_poll_over_TCP_is_ignored()
    {
        long ignored = _campus.Master.Machine.Counters.Ignored;
        byte[] poll = ForgerAt(Hosts.At(1, 77)).Bytes(new Poll([Hosts.Segment(1)], CanBeAgent: true, null));
        _campus.Master.Do((machine, now) => machine.ReceiveDictionary(now, poll, new IPEndPoint(Hosts.At(1, 77).Address, 0)));
        Assert.Equal(ignored + 1, _campus.Master.Machine.Counters.Ignored);
    }

    [Fact]
    [Rule(130)]
    public void R130_an_invented_narrow_segment_hides_no_user()
    {
        var narrow = Segment.Of(Hosts.At(1, 1).Address, 28)!.Value;
        ForgerAt(Agent.EndPoint).Send(new Poll([narrow], CanBeAgent: true, null), Campus.MasterPlace);
        Assert.Equal(narrow, Master.Rounds.SegmentAt(Hosts.At(1, 9).Address)!.Segment);
        var late = _campus.StartUser(1, 9);
        _campus.Lan.Run(5_000);
        Assert.NotNull(Master.List.At(late.EndPoint));
    }

    private Forger ForgerAt(IPEndPoint place) =>
        new(_campus.Lan, place, FingerprintName.Of(Campus.NameOf(place), TestKeys.Bob.Public), TestKeys.Bob);

    private static SignedPacket Signed(Forger forger, MasterPacket packet) =>
        new(packet, default, TestKeys.Alice.Public, 0, forger.Bytes(packet));

    private static bool IsAgentPacket(byte[] bytes) => IpDict.TryRead(bytes, out var dict)
        && MasterDict.CommandOf(dict) == Command.DirAgentPacket;
}
