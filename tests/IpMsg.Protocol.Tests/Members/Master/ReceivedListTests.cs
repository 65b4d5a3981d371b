using System.Collections.Generic;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class ReceivedListTests
{
    private readonly ReceivedList _list = new();

    [Fact]
    public void Pages_of_a_version_may_come_in_any_order()
    {
        Assert.True(Add(Page(2, 2, 4, version: 10), out var gone));
        Assert.Null(gone);
        Assert.Null(_list.Version);
        Assert.True(Add(Page(0, 2, 4, version: 10), out gone));
        Assert.NotNull(gone);
        Assert.Equal(10, _list.Version);
        Assert.Equal(4, _list.Count);
    }

    [Fact]
    public void A_copy_of_a_page_does_not_count()
    {
        Assert.True(Add(Page(0, 2, 4, version: 10), out _));
        Assert.False(Add(Page(0, 2, 4, version: 10), out _));
        Assert.Null(_list.Version);
    }

    [Fact]
    [Rule(129)]
    public void R129_an_older_list_changes_nothing()
    {
        Add(Page(0, 2, 2, version: 10), out _);
        Assert.False(Add(Page(0, 3, 3, version: 9), out _));
        Assert.False(Add(Page(0, 2, 2, version: 10), out _));
        Assert.Equal(2, _list.Count);
    }

    [Fact]
    public void A_new_list_names_those_that_it_lacks()
    {
        Add(Page(0, 3, 3, version: 10), out _);
        Assert.True(Add(Page(0, 2, 2, version: 11), out var gone));
        Assert.Equal([new NameKey("user1-3", "PC")], gone);
    }

    [Fact]
    [Rule(132)]
    public void R132_a_new_list_also_names_those_of_a_list_that_did_not_become_complete()
    {
        Add(Page(0, 3, 6, version: 10), out _);
        Assert.True(Add(Page(0, 2, 2, version: 11), out var gone));
        Assert.Equal([new NameKey("user1-3", "PC")], gone);
        Assert.False(_list.Has(new NameKey("user1-3", "PC")));
        Assert.True(_list.Has(new NameKey("user1-2", "PC")));
    }

    [Fact]
    public void Pages_without_a_version_have_to_follow_each_other()
    {
        Assert.True(_list.TryAddPage(Page(0, 2, 4, version: null), 100, out _));
        Assert.False(_list.TryAddPage(Page(3, 1, 4, version: null), 101, out _));
        Assert.False(_list.TryAddPage(Page(2, 2, 4, version: null), 99, out _));
        Assert.True(_list.TryAddPage(Page(2, 2, 4, version: null), 102, out var gone));
        Assert.NotNull(gone);
        Assert.Equal(102, _list.Version);
        Assert.False(_list.TryAddPage(Page(0, 4, 4, version: null), 102, out _));
    }

    [Fact]
    public void A_change_needs_a_list()
    {
        Assert.Empty(_list.Change(Change(10, 11), 11));
        Assert.False(_list.HasGap);
    }

    [Fact]
    public void Changes_that_come_before_the_list_follow_it()
    {
        _list.Change(Change(10, 11), 11);
        _list.Change(Change(11, 12), 12);
        Add(Page(0, 2, 2, version: 11), out _);
        Assert.Equal(12, Assert.Single(_list.Follow()).Version);
        Assert.Equal(12, _list.Version);
        Assert.Equal(3, _list.Count);
        Assert.False(_list.HasGap);
    }

    [Fact]
    public void The_latest_early_changes_are_kept()
    {
        for (int version = 10; version < 110; version++)
            _list.Change(Change(version, version + 1), version + 1);
        Add(Page(0, 2, 2, version: 20), out _);
        Assert.Empty(_list.Follow());
        Assert.True(_list.HasGap);
        Add(Page(0, 2, 2, version: 60), out _);
        Assert.Equal(50, _list.Follow().Count);
        Assert.Equal(110, _list.Version);
    }

    [Fact]
    public void Changes_follow_the_list_and_replays_do_not()
    {
        Add(Page(0, 2, 2, version: 10), out _);
        Assert.Single(_list.Change(Change(10, 11), 11));
        Assert.Equal(11, _list.Version);
        Assert.Empty(_list.Change(Change(10, 11), 11));
        Assert.False(_list.HasGap);
    }

    [Fact]
    public void A_lost_change_leaves_a_gap_until_it_comes()
    {
        Add(Page(0, 2, 2, version: 10), out _);
        Assert.Empty(_list.Change(Change(11, 12), 12));
        Assert.True(_list.HasGap);
        Assert.Equal([11, 12], System.Linq.Enumerable.Select(_list.Change(Change(10, 11), 11), each => each.Version!.Value));
        Assert.False(_list.HasGap);
        Assert.Equal(12, _list.Version);
    }

    private bool Add(ListPart page, out IReadOnlyCollection<NameKey>? gone) => _list.TryAddPage(page, 0, out gone);

    private static ListPart Page(int start, int count, int total, long? version)
    {
        var all = Hosts.Several(1, start + count);
        return new ListPart([.. System.Linq.Enumerable.Skip(all, start)], start, total, version, null);
    }

    private static ListPart Change(long from, long to) => new([Hosts.Of(2, (int)to)], 0, 1, to, from);
}
