using System.Linq;
using IpMsg.Protocol.Members.Master;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class MasterListTests
{
    private static readonly MasterTimes s_times = MasterTimes.Default;

    private readonly MasterList _list = new(s_times);

    [Fact]
    [Rule(130)]
    public void R130_one_segment_cannot_fill_the_list()
    {
        for (int host = 1; host <= MasterList.MaxInSegment; host++)
            Assert.True(Report(1, host));
        Assert.False(Report(1, MasterList.MaxInSegment + 1));
        Assert.True(Report(2, 1));
    }

    [Fact]
    public void A_full_list_takes_from_the_largest_segment()
    {
        Fill();
        Assert.Equal(MasterList.Capacity, _list.Count);
        Assert.True(Report(9, 1));
        Assert.Equal(MasterList.Capacity, _list.Count);
        Assert.Equal(1, _list.CountIn(Hosts.Segment(9)));
        // The one that was not seen for the longest time.
        Assert.Null(_list.At(Hosts.At(1, 1)));
        Assert.NotNull(_list.At(Hosts.At(2, 1)));
    }

    [Fact]
    public void A_segment_with_its_fair_share_pushes_nobody_out()
    {
        Fill();
        for (int host = 1; host <= MasterList.Capacity; host++)
            Report(9, host);
        int[] counts = [.. new[] { 1, 2, 3, 4, 9 }.Select(segment => _list.CountIn(Hosts.Segment(segment)))];
        Assert.Equal(MasterList.Capacity, counts.Sum());
        Assert.True(counts.Max() - counts.Min() <= 1, string.Join(" ", counts));
    }

    [Fact]
    public void Another_segment_cannot_take_a_name()
    {
        Assert.True(_list.Report(Hosts.Of(1, 1, "bob"), Hosts.Segment(1), 0));
        Assert.False(_list.Report(Hosts.Of(2, 1, "bob"), Hosts.Segment(2), s_times.ProbeMs - 1));
        Assert.NotNull(_list.At(Hosts.At(1, 1)));
        Assert.True(_list.Report(Hosts.Of(2, 1, "bob"), Hosts.Segment(2), s_times.ProbeMs));
        Assert.Null(_list.At(Hosts.At(1, 1)));
        Assert.Equal(1, _list.Count);
    }

    [Fact]
    public void The_key_of_a_member_shows_that_it_has_moved()
    {
        _list.Report(Hosts.Of(1, 1, "bob"), Hosts.Segment(1), 0);
        Assert.True(_list.Report(Hosts.Of(2, 1, "bob"), Hosts.Segment(2), 1, isProved: true));
        Assert.Equal(Hosts.At(2, 1), Assert.Single(_list.All).Entry.EndPoint);
    }

    [Fact]
    public void An_invented_wide_segment_keeps_no_name_from_the_segment_in_it()
    {
        var wide = new Segment(new System.Net.IPAddress([10, 0, 0, 0]), 8);
        _list.Report(Hosts.Of(1, 1, "bob"), wide, 0);
        Assert.True(_list.Report(Hosts.Of(1, 2, "bob"), Hosts.Segment(1), 1));
        Assert.Equal(Hosts.Segment(1), Assert.Single(_list.All).Segment);
    }

    [Fact]
    public void Changes_are_taken_once()
    {
        Report(1, 1);
        Report(1, 2);
        Assert.Equal(2, _list.TakeChanges().Count);
        Report(1, 1);
        Assert.Empty(_list.TakeChanges());
        _list.Remove(_list.At(Hosts.At(1, 2))!);
        Assert.True(Assert.Single(_list.TakeChanges()).IsGone);
    }

    [Fact]
    public void Silent_members_are_those_without_a_report()
    {
        Report(1, 1, at: 0);
        Report(1, 2, at: 5);
        Report(1, 1, at: 6);
        Assert.Equal(Hosts.At(1, 2), Assert.Single(_list.Silent(10, 5)).Entry.EndPoint);
    }

    private void Fill()
    {
        for (int segment = 1; segment <= 4; segment++)
        {
            for (int host = 1; host <= MasterList.MaxInSegment; host++)
                Report(segment, host);
        }
    }

    private bool Report(int segment, int host, long at = 0) => _list.Report(Hosts.Of(segment, host), Hosts.Segment(segment), at);
}
