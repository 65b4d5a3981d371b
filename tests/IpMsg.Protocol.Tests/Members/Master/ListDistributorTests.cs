using System;
using System.Linq;
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

    public ListDistributorTests()
    {
        _versions = new ListVersions(_context, _wire);
        _lists = new ListDistributor(_context, _list, _versions, _wire);
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
        var changes = _wire.ListsTo(Hosts.At(1, 1));
        Assert.Equal(2, changes.Count);
        Assert.Equal(version, changes[0].Base);
        Assert.Equal(changes[0].Version, changes[1].Base);
        Assert.Equal(_versions.Current, changes[1].Version);
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
            Add(segment, 1);
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

    private void Add(int segment, int count)
    {
        foreach (var host in Hosts.Several(segment, count))
            _list.Report(host, Hosts.Segment(segment), _context.Now.Milliseconds);
        _versions.Add(_list.TakeChanges());
    }

    // The rate is that of a network; here time does not matter.
    private void Answer(System.Net.IPEndPoint to, long? version)
    {
        _lists.Answer(to, version);
        while (_lists.Waiting > 0)
        {
            _context.Now = new Moment(_context.Now.Elapsed + TimeSpan.FromMilliseconds(50), _context.Now.Wall);
            _context.Timers.Advance(_context.Now.Milliseconds);
        }
    }

    private void At(int seconds) => _context.Now = new Moment(TimeSpan.FromSeconds(seconds), SimulatedLan.Epoch.AddSeconds(seconds));
}
