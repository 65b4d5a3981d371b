using System.Collections.Generic;
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

/// <summary>Members that a master takes for its agents (R127).</summary>
public sealed class AgentRejectTests
{
    private const int Poll = 60_000, Cycle = 180_000;

    private static readonly string s_master = FingerprintName.Of(Campus.NameOf(Campus.MasterPlace), TestKeys.Alice.Public);

    private readonly Campus _campus = new();
    private readonly List<IPEndPoint> _rejects = [];

    public AgentRejectTests()
    {
        _campus.Lan.Run(Poll + 12_000);
        _campus.Lan.Tap = (from, to, bytes) =>
        {
            if (to.Equals(Campus.MasterPlace) && IpDict.TryRead(bytes, out var dict)
                && MasterDict.CommandOf(dict) == Command.DirAgentReject && IpDictSignature.IsValid(dict, null))
                _rejects.Add(from);
        };
    }

    private MasterSegment Segment => _campus.Master.Machine.ListMaster()!.Rounds.SegmentAt(Hosts.At(1, 1).Address)!;

    [Fact]
    [Rule(127)]
    public void R127_a_member_that_is_no_user_any_more_says_so_and_another_one_takes_over()
    {
        var former = _campus.AgentOf(1);
        // It polls, ends, and starts again without the master, before its order is due.
        _campus.Lan.Run(Segment.AskedAt!.Value + Cycle - 10_000 - _campus.Lan.Now);
        former.Crash();
        _campus.Lan.Leave(former);
        var now = new SimulatedHost(_campus.Lan, former.EndPoint, Campus.Settings(former.EndPoint, TestKeys.Bob, master: null), 77);
        now.Do((machine, at) => machine.Announce(at));
        _campus.Lan.Run(40_000);
        Assert.Equal([former.EndPoint], _rejects);
        Assert.Null(Segment.AgentAt(former.EndPoint));
        Assert.NotEqual(former.EndPoint, Segment.Agents[0].EndPoint);
        Assert.True(Segment.ReportedAt > Segment.AskedAt);
    }

    [Fact]
    [Rule(127)]
    public void R127_a_user_that_cannot_follow_an_order_of_its_master_says_so_and_is_left_alone_for_a_cycle()
    {
        var user = _campus.AgentOf(1);
        Order(user, Hosts.At(2, 1).Address);
        Assert.Equal([user.EndPoint], _rejects);
        Assert.Null(Segment.AgentAt(user.EndPoint));
        _campus.Lan.Run(Poll + 5_000);
        Assert.Null(Segment.AgentAt(user.EndPoint));
        Assert.Equal(MasterSegment.MaxAgents, Segment.Agents.Count);
        Assert.Single(_rejects);
    }

    [Fact]
    [Rule(127)]
    public void R127_orders_of_others_are_answered_seldom_and_only_where_they_come_from()
    {
        var user = _campus.Users[^1];
        var forger = new Forger(_campus.Lan, Hosts.At(1, 66), "eve", TestKeys.Alice);
        int answers = 0;
        _campus.Lan.Tap = (from, to, _) => answers += from.Equals(user.EndPoint) && to.Address.Equals(Hosts.At(1, 66).Address) ? 1 : 0;
        for (int i = 0; i < 20; i++)
            forger.Send(new AgentOrder(Broadcasts: true, 190, user.EndPoint.Address), user.EndPoint);
        // Nobody has answered at that address, so it may be forged.
        Assert.Equal(0, answers);
        for (int i = 0; i < 20; i++)
        {
            byte[] order = forger.Bytes(new AgentOrder(Broadcasts: true, 190, user.EndPoint.Address));
            user.Do((machine, now) => machine.ReceiveDictionary(now, order, new IPEndPoint(Hosts.At(1, 66).Address, 0)));
            _campus.Lan.Run(100);
        }
        Assert.Equal(1, answers);
    }

    private void Order(SimulatedHost user, IPAddress agent)
    {
        byte[] order = new Forger(_campus.Lan, Campus.MasterPlace, s_master, TestKeys.Alice)
            .Bytes(new AgentOrder(Broadcasts: true, 190, agent));
        user.Do((machine, now) => machine.ReceiveDictionary(now, order, new IPEndPoint(Campus.MasterPlace.Address, 0)));
        _campus.Lan.Run(500);
    }
}
