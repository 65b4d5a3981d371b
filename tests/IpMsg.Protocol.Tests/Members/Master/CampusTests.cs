using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>A master and its users on four segments that a router connects, which drops broadcasts.</summary>
public sealed class CampusTests
{
    private const int Poll = 60_000, Cycle = 180_000;

    // The answer to the question of an agent, and the next tick of the master.
    private const int Delay = 12_000;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.02, 0.05)]
    public void Every_member_sees_every_other_within_two_polls(double loss, double duplication)
    {
        var campus = new Campus(LanConditions.Perfect with { Loss = loss, Duplication = duplication, MaxDelay = 20 });
        campus.Lan.Run(2 * Poll + Delay);
        Assert.Empty(campus.Missing);
    }

    [Fact]
    public void A_member_without_a_master_is_in_the_list()
    {
        var campus = new Campus();
        var plain = campus.Start(2, 200, key: null, master: null);
        campus.Lan.Run(2 * Poll + Delay);
        Assert.All(campus.All, each => Assert.True(Campus.Sees(each, plain.EndPoint), each.EndPoint.ToString()));
    }

    [Fact]
    public void A_member_that_leaves_disappears_everywhere()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        var leaver = campus.Users[1];
        leaver.Do((machine, now) => machine.Stop(now));
        campus.Lan.Run(200);
        leaver.Crash();
        campus.Lan.Run(Delay);
        Assert.DoesNotContain(campus.All, each => Campus.Sees(each, leaver.EndPoint));
        Assert.Empty(campus.Missing);
    }

    [Fact]
    public void A_member_that_crashes_disappears_after_a_cycle()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        var crashed = campus.Users.First(each => !campus.AgentOf(each.Segment).Equals(each));
        crashed.Crash();
        campus.Lan.Run(Cycle + 16_000 + Poll + Delay);
        Assert.DoesNotContain(
            campus.All.Where(each => each.Segment != crashed.Segment), each => Campus.Sees(each, crashed.EndPoint));
        Assert.Empty(campus.Missing);
    }

    [Fact]
    public void The_death_of_an_agent_loses_nobody_else()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        var dead = campus.AgentOf(2);
        dead.Crash();
        for (int second = 0; second < 2 * Cycle / 1_000; second += 10)
        {
            campus.Lan.Run(10_000);
            Assert.Empty(campus.Missing);
        }
        Assert.NotEqual(dead, campus.AgentOf(2));
        Assert.DoesNotContain(campus.All.Where(each => each.Segment != 2), each => Campus.Sees(each, dead.EndPoint));
    }

    [Fact]
    public void The_death_of_the_master_loses_nobody_else()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        campus.Master.Crash();
        campus.Lan.Run(2 * Cycle);
        Assert.Empty(campus.Missing);
    }

    [Fact]
    [Rule(126)]
    public void R126_users_poll_at_once_when_their_master_has_started()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        campus.Master.Crash();
        campus.Lan.Leave(campus.Master);
        campus.Lan.Run(Poll);
        // Its users had answered, so the entry of the new process reaches them.
        var saved = campus.Master.Machine.SaveList();
        var polls = 0;
        campus.Lan.Tap = (_, to, bytes) =>
        {
            if (to.Equals(Campus.MasterPlace) && IpDict.TryRead(bytes, out var dict) && MasterDict.CommandOf(dict) == Command.DirPoll)
                polls++;
        };
        // They have just polled in vain, so they wait until five seconds after that.
        var started = campus.StartMaster();
        foreach (var host in saved!.Where(each => each.Segment != Hosts.Segment(0)))
            started.Do((machine, now) => machine.Introduce(now, host.Entry.EndPoint));
        campus.Lan.Run(6_000);
        Assert.InRange(polls, campus.Users.Count, 2 * campus.Users.Count);
    }

    [Fact]
    [Rule(126)]
    public void R126_a_poll_without_an_answer_is_repeated_once_after_ten_seconds()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        var polls = campus.Users.ToDictionary(each => each.EndPoint, _ => new List<long>());
        campus.Lan.Tap = (from, to, bytes) =>
        {
            if (to.Equals(Campus.MasterPlace) && IpDict.TryRead(bytes, out var dict) && MasterDict.CommandOf(dict) == Command.DirPoll)
                polls[from].Add(campus.Lan.Now);
        };
        campus.Master.Crash();
        campus.Lan.Run(3 * Poll + 10_000);
        Assert.All(polls.Values, each =>
            Assert.Equal([10, 60, 60], each.Skip(1).Zip(each, (later, earlier) => (later - earlier + 500) / 1_000).Take(3)));
    }

    [Fact]
    public void A_master_that_starts_again_has_its_list()
    {
        var campus = new Campus();
        campus.Lan.Run(2 * Poll + Delay);
        var saved = campus.Master.Machine.SaveList();
        Assert.Equal(1 + Campus.Segments * Campus.UsersPerSegment, saved!.Count);
        campus.Master.Crash();
        campus.Lan.Leave(campus.Master);
        campus.Lan.Run(Poll);
        campus.StartMaster(saved);
        var late = campus.StartUser(1, 100);
        campus.Users.Add(late);
        campus.Lan.Run(2 * Poll + Delay);
        Assert.Empty(campus.Missing);
        campus.Lan.Run(2 * Cycle);
        Assert.Empty(campus.Missing);
    }
}
