using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class ListDistributorTests
{
    private readonly RecordedWire _wire = new();
    private readonly MemberContext _context = new(MemberFixture.Settings(), new RisingNumbers(), new SeededRandom(1));
    private readonly MasterList _list = new(MasterTimes.Default);
    private readonly ListVersions _versions;
    private readonly ListDistributor _lists;

    private readonly AgentRounds _rounds;

    public ListDistributorTests()
    {
        _rounds = new AgentRounds(_context, MasterTimes.Default, _wire);
        _versions = new ListVersions(_context, _list, _wire);
        _lists = new ListDistributor(_context, _list, _versions, new SegmentBroadcast(_context, _rounds, _wire), _wire);
        At(10);
    }

    [Fact]
    [Rule(128)]
    public void R128_a_user_without_a_list_gets_all_pages_once_in_seven_seconds()
    {
        Add(1, 1_000);
        var user = Hosts.At(1, 1);
        Answer(user, null);
        var pages = _wire.ListsTo(user);
        Assert.True(pages.Count > 3);
        Assert.Equal(1_000, pages.Sum(each => each.Hosts.Count));
        Assert.All(pages, each => Assert.True(each.Hosts.Sum(ListedHost.SizeOf) <= ListSnapshot.MaxBytes));
        At(16);
        Answer(user, null);
        Assert.Equal(pages.Count, _wire.ListsTo(user).Count);
        At(17);
        Answer(user, null);
        Assert.Equal(2 * pages.Count, _wire.ListsTo(user).Count);
    }

    [Fact]
    public void Users_that_ask_soon_after_each_other_get_the_same_signatures()
    {
        Add(1, 1_000);
        Answer(Hosts.At(1, 1), null);
        int signatures = _wire.Signatures;
        for (int host = 2; host <= 20; host++)
            Answer(Hosts.At(1, host), null);
        Assert.Equal(signatures, _wire.Signatures);
    }

    [Fact]
    [Rule(128)]
    public void R128_a_user_that_lacks_changes_gets_these()
    {
        Add(1, 10);
        long version = _versions.Current;
        Add(2, 1);
        Add(3, 1);
        Answer(Hosts.At(1, 1), version);
        var changes = Assert.Single(_wire.ListsTo(Hosts.At(1, 1)));
        Assert.Equal(version, changes.Base);
        Assert.Equal(_versions.Current, changes.Version);
        Assert.Equal(2, changes.Hosts.Count);
    }

    [Fact]
    [Rule(128)]
    public void R128_changes_of_several_packets_follow_each_other_with_the_last_state_of_each_member()
    {
        Add(1, 2_000);
        long version = _versions.Current;
        Add(2, 50);
        Add(3, 40);
        Add(4, 90);
        _list.Remove(_list.At(Hosts.At(2, 1))!);
        _versions.Add(_list.TakeChanges());
        Answer(Hosts.At(1, 1), version);
        var changes = _wire.ListsTo(Hosts.At(1, 1));
        Assert.Equal(2, changes.Count);
        Assert.Equal([version, changes[0].Version], changes.Select(each => each.Base));
        Assert.Equal(_versions.Current, changes[1].Version);
        var hosts = changes.SelectMany(each => each.Hosts).ToArray();
        Assert.Equal(180, hosts.Length);
        Assert.Single(hosts, each => each.IsGone);
        Assert.All(changes, each => Assert.True(each.Hosts.Sum(ListedHost.SizeOf) <= ListSnapshot.MaxBytes));
    }

    [Fact]
    public void Users_with_the_same_version_get_the_same_signature()
    {
        Add(1, 10);
        long version = _versions.Current;
        Add(2, 1);
        Add(3, 1);
        int signatures = _wire.Signatures;
        for (int host = 1; host <= 10; host++)
            Answer(Hosts.At(1, host), version);
        Assert.Equal(signatures + 1, _wire.Signatures);
    }

    [Fact]
    [Rule(128)]
    public void R128_the_same_changes_leave_once_in_seven_seconds()
    {
        Add(1, 10);
        long version = _versions.Current;
        Add(2, 1);
        for (int poll = 0; poll < 10; poll++)
            Answer(Hosts.At(1, 1), version);
        Assert.Single(_wire.ListsTo(Hosts.At(1, 1)));
        At(17);
        Answer(Hosts.At(1, 1), version);
        Assert.Equal(2, _wire.ListsTo(Hosts.At(1, 1)).Count);
    }

    [Fact]
    public void Users_that_lack_nothing_get_one_and_the_same_packet()
    {
        Add(1, 10);
        int signatures = _wire.Signatures;
        for (int host = 1; host <= 10; host++)
            Answer(Hosts.At(1, host), _versions.Current);
        Assert.Equal(signatures + 1, _wire.Signatures);
        Assert.Empty(Assert.Single(_wire.ListsTo(Hosts.At(1, 5))).Hosts);
    }

    [Fact]
    public void A_user_that_is_far_behind_gets_the_list()
    {
        Add(1, 10);
        long version = _versions.Current;
        for (int segment = 2; segment < 40; segment++)
            Add(segment, 10);
        Answer(Hosts.At(1, 1), version);
        Assert.Equal(_list.Count, _wire.ListsTo(Hosts.At(1, 1)).Where(each => each.Base is null).Sum(each => each.Hosts.Count));
    }

    [Fact]
    public void Pages_leave_at_a_rate()
    {
        Add(1, 4_000);
        int pages = 0;
        for (int host = 1; host <= 100; host++)
            _lists.Answer(Hosts.At(1, host), null);
        pages = _wire.Sent.Count;
        Assert.InRange(pages, 1, 32);
        At(11);
        _context.Timers.Advance(_context.Now.Milliseconds);
        Assert.InRange(_wire.Sent.Count - pages, 1, 32);
    }

    [Fact]
    [Rule(128)]
    public void R128_many_newcomers_of_a_segment_do_not_delay_another_one()
    {
        Add(1, 4_000);
        foreach (int segment in (int[])[1, 2])
            Poll(segment, 1);
        for (int host = 1; host <= 1_000; host++)
            _lists.Answer(Hosts.At(1, host), null);
        _lists.Answer(Hosts.At(2, 1), null);
        Pass(1_000);
        Assert.Equal(4_000, _wire.ListsTo(Hosts.At(2, 1)).Sum(each => each.Hosts.Count));
        Assert.InRange(_lists.Waiting, 900, 1_000);
    }

    [Fact]
    [Rule(128)]
    public void R128_newcomers_without_an_agent_are_served_one_after_the_other()
    {
        Add(1, 4_000);
        for (int host = 1; host <= 100; host++)
            _lists.Answer(Hosts.At(1, host), null);
        Pass(1_000);
        for (int host = 1; host <= 5; host++)
            Assert.Equal(4_000, _wire.ListsTo(Hosts.At(1, host)).Sum(each => each.Hosts.Count));
        Assert.Empty(_wire.ListsTo(Hosts.At(1, 100)));
    }

    [Fact]
    [Rule(128)]
    public void R128_an_agent_broadcasts_the_list_to_many_newcomers_of_its_segment()
    {
        Add(1, 1_000);
        Poll(1, 500).ReportedAt = _context.Now.Milliseconds;
        // The first one finds the queue empty.
        for (int host = 1; host <= 101; host++)
            _lists.Answer(Hosts.At(1, host), null);
        Pass(3_000);
        Assert.Equal(0, _lists.Waiting);
        var pages = Requested(Hosts.At(1, 500));
        Assert.Equal(1_000, pages.Sum(each => each.Hosts.Count));
        Assert.Empty(_wire.ListsTo(Hosts.At(1, 101)));
    }

    [Fact]
    [Rule(128)]
    public void R128_newcomers_that_two_broadcasts_did_not_reach_get_the_list_themselves()
    {
        Add(1, 4_000);
        Poll(1, 500).ReportedAt = _context.Now.Milliseconds;
        for (int round = 0; round < 3; round++)
        {
            for (int host = 1; host <= 20; host++)
                _lists.Answer(Hosts.At(1, host), null);
            Pass(20_000);
        }
        Assert.Equal(8_000, Requested(Hosts.At(1, 500)).Sum(each => each.Hosts.Count));
        // The first two of each round find the queue empty.
        for (int host = 3; host <= 20; host++)
            Assert.Equal(4_000, _wire.ListsTo(Hosts.At(1, host)).Sum(each => each.Hosts.Count));
    }

    [Fact]
    public void Newcomers_whose_agent_leaves_get_the_list_themselves()
    {
        Add(1, 4_000);
        Poll(1, 500).ReportedAt = _context.Now.Milliseconds;
        for (int host = 1; host <= 20; host++)
            _lists.Answer(Hosts.At(1, host), null);
        Pass(2_000);
        _rounds.Dismiss(Hosts.At(1, 500), hasLeft: true);
        Pass(5_000);
        Assert.Equal(0, _lists.Waiting);
        Assert.All(Hosts.Several(1, 20), each => Assert.Equal(4_000, _wire.ListsTo(each.EndPoint).Sum(list => list.Hosts.Count)));
    }

    private MasterSegment Poll(int segment, int host)
    {
        var known = _rounds.SegmentOf([Hosts.Segment(segment)], Hosts.At(segment, host).Address)!;
        known.OnPoll(Hosts.At(segment, host), new NameKey("user" + host, "PC"), canBeAgent: true, _context.Now.Milliseconds);
        known.ChooseAgents(_context.Now.Milliseconds, MasterTimes.Default);
        return known;
    }

    // The pages that the master has asked an agent to broadcast.
    private ListPart[] Requested(IPEndPoint agent) =>
        [.. _wire.Sent.Where(each => each.To.Equals(agent)).Select(each => each.Packet).OfType<RebroadcastRequest>()
            .Select(each => (ListPart)((ListChange)each.Change.Packet).List.Packet)];

    private void Pass(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 50)
        {
            _context.Now = new Moment(_context.Now.Elapsed + TimeSpan.FromMilliseconds(50), _context.Now.Wall);
            _context.Timers.Advance(_context.Now.Milliseconds);
        }
    }

    private void Add(int segment, int count)
    {
        foreach (var host in Hosts.Several(segment, count))
            _list.Report(host, Hosts.Segment(segment), _context.Now.Milliseconds);
        _versions.Add(_list.TakeChanges());
    }

    // The rate is that of a network; here time does not matter.
    private void Answer(IPEndPoint to, long? version)
    {
        _lists.Answer(to, version);
        while (_lists.Waiting > 0)
            Pass(50);
    }

    private void At(int seconds) => _context.Now = new Moment(TimeSpan.FromSeconds(seconds), SimulatedLan.Epoch.AddSeconds(seconds));
}
