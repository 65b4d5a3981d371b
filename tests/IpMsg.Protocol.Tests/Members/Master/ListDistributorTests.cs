using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class ListDistributorTests : ListDistributorFixture
{
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
}
