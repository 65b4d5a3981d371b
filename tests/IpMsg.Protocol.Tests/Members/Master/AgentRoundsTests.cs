using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class AgentRoundsTests
{
    private readonly RecordedWire _wire = new();
    private readonly MemberContext _context;
    private readonly AgentRounds _rounds;

    public AgentRoundsTests()
    {
        _context = new MemberContext(MemberFixture.Settings(), new RisingNumbers(), new SeededRandom(1));
        _context.SetNetworks([], [new LocalNetwork(Hosts.At(0, 1).Address, IPAddress.Parse("255.255.0.0"))], 2425, null);
        _rounds = new AgentRounds(_context, MasterTimes.Default, _wire);
    }

    [Fact]
    [Rule(127)]
    public void R127_the_first_agent_asks_the_segment_and_two_more_listen()
    {
        for (int host = 1; host <= 5; host++)
            Poll(1, host);
        At(0);
        Assert.Equal(3, _wire.Orders.Count);
        Assert.Single(_wire.Orders, each => each.Order.Broadcasts);
        Assert.All(_wire.Orders, each => Assert.Equal(190, each.Order.Seconds));
        Assert.All(_wire.Orders, each => Assert.Equal(each.To.Address, each.Order.Agent));
    }

    [Fact]
    public void An_agent_that_cannot_be_reached_is_replaced_at_the_next_tick()
    {
        for (int host = 1; host <= 4; host++)
            Poll(1, host);
        At(0);
        var first = _wire.Orders.Single(each => each.Order.Broadcasts);
        Accept(except: first.To);
        first.OnEnd(false);
        At(2);
        var next = _wire.Orders.Last(each => each.Order.Broadcasts);
        Assert.NotEqual(first.To, next.To);
        Assert.Null(Segment(1).AgentAt(first.To));
        Assert.Equal(3, Segment(1).Agents.Count);
    }

    [Fact]
    [Rule(127)]
    public void R127_an_agent_that_does_not_report_is_replaced()
    {
        Poll(1, 1);
        Poll(1, 2);
        At(0);
        var first = _wire.Orders.Single(each => each.Order.Broadcasts);
        Accept(except: null);
        At(8);
        Assert.Single(_wire.Orders, each => each.Order.Broadcasts);
        At(10);
        Assert.NotEqual(first.To, _wire.Orders.Last(each => each.Order.Broadcasts).To);
    }

    [Fact]
    public void The_segment_is_asked_once_a_cycle()
    {
        Poll(1, 1);
        At(0);
        Accept(except: null);
        Segment(1).ReportedAt = 6_000;
        for (int second = 2; second < 180; second += 2)
        {
            Poll(1, 1);
            At(second);
        }
        Assert.Single(_wire.Orders);
        At(180);
        Assert.Equal(2, _wire.Orders.Count(each => each.Order.Broadcasts));
    }

    [Fact]
    public void The_own_segment_has_no_agent()
    {
        Poll(0, 2);
        At(0);
        Assert.Empty(_wire.Orders);
        Assert.Empty(Segment(0).Agents);
    }

    [Fact]
    public void A_user_that_cannot_be_an_agent_gets_no_order()
    {
        Poll(1, 1, canBeAgent: false);
        At(0);
        Assert.Empty(_wire.Orders);
    }

    [Fact]
    public void A_segment_without_polls_is_forgotten()
    {
        Poll(1, 1);
        At(66);
        Assert.Empty(_rounds.All);
    }

    [Fact]
    public void A_user_outside_its_networks_belongs_to_no_segment() =>
        Assert.Null(_rounds.SegmentOf([Hosts.Segment(1)], Hosts.At(2, 1).Address));

    [Fact]
    [Rule(127)]
    public void R127_an_address_is_a_user_of_one_segment()
    {
        var user = Hosts.At(1, 1);
        for (int prefix = 30; prefix >= 8; prefix--)
            PollIn(IpMsg.Protocol.Members.Master.Segment.Of(user.Address, prefix)!.Value, user);
        At(2);
        Assert.Equal(8, Assert.Single(_rounds.All).Segment.Prefix);
    }

    [Fact]
    [Rule(127)]
    public void R127_a_machine_with_many_addresses_does_not_take_all_segments()
    {
        // Everything in 10.1.0.0/16, where a real network is.
        for (int host = 1; host <= 3; host++)
            Poll(1, host);
        for (int number = 0; number < 2_000; number++)
        {
            var address = Hosts.At(1, 1_025 + 4 * number);
            PollIn(IpMsg.Protocol.Members.Master.Segment.Of(address.Address, 30)!.Value, address);
        }
        Assert.Equal(AgentRounds.MaxInBlock, _rounds.All.Count);
        Assert.Equal(3, Segment(1).UserCount);
        Poll(2, 1);
        Assert.Equal(Hosts.Segment(2), Segment(2).Segment);
    }

    [Fact]
    [Rule(127)]
    public void R127_a_network_with_its_share_of_segments_takes_no_more_unless_they_overlap()
    {
        for (int number = 0; number < AgentRounds.MaxInBlock; number++)
            PollIn(new Segment(new IPAddress([10, 1, (byte)number, 0]), 24), Hosts.At(1, (number << 8) + 1));
        var half = new Segment(new IPAddress([10, 1, 7, 0]), 25);
        Assert.Null(_rounds.SegmentOf([half], Hosts.At(1, (7 << 8) + 2).Address));
        // The real network of an inventor of narrow ones.
        Assert.NotNull(_rounds.SegmentOf([Hosts.Segment(1)], Hosts.At(1, 1).Address));
        Assert.Equal(AgentRounds.MaxInBlock, _rounds.All.Count);
    }

    private void PollIn(Segment segment, IPEndPoint user)
    {
        if (_rounds.SegmentOf([segment], user.Address) is { } known)
            _rounds.OnPoll(known, user, new NameKey("user", "PC"), canBeAgent: true);
    }

    private MasterSegment Segment(int segment) => _rounds.SegmentAt(Hosts.At(segment, 1).Address)!;

    private void Poll(int segment, int host, bool canBeAgent = true) =>
        _rounds.SegmentOf([Hosts.Segment(segment)], Hosts.At(segment, host).Address)!
            .OnPoll(Hosts.At(segment, host), new NameKey("user" + host, "PC"), canBeAgent, _context.Now.Milliseconds);

    private void Accept(IPEndPoint? except)
    {
        foreach (var order in _wire.Orders.Where(each => !each.To.Equals(except)))
            order.OnEnd(true);
    }

    private void At(int seconds)
    {
        _context.Now = new Moment(TimeSpan.FromSeconds(seconds), SimulatedLan.Epoch.AddSeconds(seconds));
        _rounds.OnTick();
    }
}
