using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class HostListFetchTests
{
    private const string Alone = "    0\a    1\acarol\aCAROL-PC\a16777216\a10.0.0.30\a30985\aCarol\aDev\a\0";
    private const string TwoMembers = "    0\a    2\aann\aANN-PC\a224657408\a192.168.0.10\a30985\aAnn\aDev\abob\aBOB-PC\a224657408\a192.168.0.11\a30985\aBob\a\b\a\0";

    private static string Page(int next, params int[] users) => $"{next,5}\a{users.Length,5}\a"
        + string.Concat(users.Select(i => $"user{i}\aPC{i}\a16777216\a10.0.2.{i}\a30985\aUser {i}\a\b\a")) + "\0";

    private static HostListFetch Ask(Stage stage) => stage.Node.Do((machine, now) => machine.FetchHostList(now, stage.Peer.EndPoint));

    [Fact]
    public void R35_the_example_list_gives_two_members_and_ends_the_fetch()
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Hears(0x13, TwoMembers);

        Assert.Equal(HostListStatus.Complete, fetch.Status);
        Assert.Equal([("Ann", "Dev", "192.168.0.10:2425"), ("Bob", "", "192.168.0.11:2425")],
            fetch.Entries.Select(each => (each.Nick, each.Group, each.EndPoint.ToString())));
        Assert.Equal(["ann", "bob"], stage.Machine.Members.Select(each => each.UserName));
        Assert.All(stage.Machine.Members, each => Assert.True(each.IsHearsay));
    }

    [Fact]
    public void R36_a_page_with_a_next_is_followed_by_the_request_for_it()
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Hears(0x13, Page(2, 0, 1));
        stage.Hears(0x13, Page(4, 2, 3));
        stage.Hears(0x13, Page(0, 4));

        Assert.Equal(["", "2", "4"], stage.Peer.All(Command.GetList).Select(each => each.Body));
        Assert.Equal(HostListStatus.Complete, fetch.Status);
        Assert.Equal(5, fetch.Entries.Count);
    }

    [Fact]
    public void R36_a_page_that_comes_twice_does_not_end_the_fetch_early()
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Hears(0x13, Page(2, 0, 1));
        stage.Hears(0x13, Page(2, 0, 1));
        Assert.Equal(HostListStatus.Pending, fetch.Status);
        stage.Hears(0x13, Page(0, 2));

        Assert.Equal((HostListStatus.Complete, 3), (fetch.Status, fetch.Entries.Count));
        Assert.Equal(["", "2"], stage.Peer.All(Command.GetList).Select(each => each.Body));
    }

    [Theory]
    [InlineData("    5\a    0\a\0")]
    [InlineData("    1\a    2\auser0\aPC0\a16777216\a10.0.2.0\a30985\au\a\b\auser1\aPC1\a16777216\a10.0.2.1\a30985\au\a\b\a\0")]
    public void R36_a_next_that_is_less_than_the_count_or_follows_no_entries_is_not_asked_for(string page)
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Hears(0x13, page);

        Assert.Single(stage.Peer.All(Command.GetList));
        Assert.Equal(HostListStatus.Complete, fetch.Status);
    }

    [Fact]
    public void R37_without_an_offer_the_query_is_repeated_with_RETRYOPT_after_3_s_and_after_6_s_we_enter()
    {
        var stage = new Stage();
        var fetch = stage.Node.Do((machine, now) => machine.FetchHostList(now, null));
        stage.Lan.Run(7_000);

        Assert.Equal([(0L, 0x01000018u), (3_000L, 0x01004018u), (6_000L, 0x01000000u), (6_250L, 0x01000001u)],
            stage.Peer.Heard.Select(each => (each.At, each.CommandWord)));
        Assert.Equal(HostListStatus.TimedOut, fetch.Status);
        Assert.Equal(1, stage.Count(MemberActionKind.ListFetched));
    }

    [Fact]
    public void R37_our_own_query_heard_by_ourselves_is_not_an_offer()
    {
        var stage = new Stage();
        stage.Node.Watch = action => Assert.NotEqual(stage.Node.EndPoint, action.To);
        var fetch = stage.Node.Do((machine, now) => machine.FetchHostList(now, null));
        stage.Lan.Run(7_000);

        Assert.Equal(HostListStatus.TimedOut, fetch.Status);
    }

    [Fact]
    public void R37_an_offer_is_taken_up_and_the_entry_follows_the_list()
    {
        var stage = new Stage();
        var fetch = stage.Node.Do((machine, now) => machine.FetchHostList(now, null));
        stage.Hears(0x11);
        Assert.Equal([0x01000018u, 0x01000012u], stage.Peer.Heard.Select(each => each.CommandWord));
        stage.Hears(0x13, Alone);
        stage.Lan.Run(1_000);

        Assert.Equal((HostListStatus.Complete, stage.Peer.EndPoint), (fetch.Status, fetch.From));
        Assert.Equal([Command.NoOperation, Command.Entry], stage.Peer.Heard.Skip(2).Select(each => each.Command));
    }

    [Fact]
    public void R37_a_direct_request_is_repeated_once_and_given_up()
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Lan.Run(10_000);

        Assert.Equal([(0L, 0x01000012u), (3_000L, 0x01000012u)], stage.Peer.Heard.Select(each => (each.At, each.CommandWord)));
        Assert.Equal((HostListStatus.TimedOut, 1), (fetch.Status, stage.Count(MemberActionKind.ListFetched)));
    }

    [Fact]
    public void R37_each_page_is_asked_for_twice_before_the_fetch_is_given_up_with_what_came()
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Lan.Run(3_500);
        stage.Hears(0x13, Page(2, 0, 1));
        stage.Lan.Run(10_000);

        Assert.Equal([(0L, ""), (3_000L, ""), (3_500L, "2"), (6_500L, "2")], stage.Peer.All(Command.GetList).Select(each => (each.At, each.Body)));
        Assert.Equal((HostListStatus.TimedOut, 2), (fetch.Status, fetch.Entries.Count));
    }

    [Fact]
    public void R35_a_list_that_nobody_asked_for_is_not_believed()
    {
        var stage = new Stage();
        stage.Hears(0x13, Alone);
        Ask(stage);
        stage.HearsFrom(stage.AnotherPeer(3, "liar"), 0x13, Alone);

        Assert.Equal(0, stage.Machine.MemberCount);
    }

    [Fact]
    public void R35_a_list_does_not_overrule_those_who_spoke_for_themselves()
    {
        var stage = new Stage();
        var carol = stage.AnotherPeer(9, "carol");
        stage.Meet(carol);
        Ask(stage);
        stage.Hears(0x13, Alone);

        Assert.Equal((carol.EndPoint, false), (stage.Known("carol").EndPoint, stage.Known("carol").IsHearsay));
    }

    [Fact]
    public void R35_members_learnt_from_a_list_hear_of_us_and_become_certain_by_their_answer()
    {
        var stage = new Stage();
        var carol = stage.AnotherPeer(30, "carol");
        Ask(stage);
        stage.Hears(0x13, Alone);
        Assert.Equal(Command.Entry, carol.Heard.Single().Command);
        stage.Meet(carol);

        Assert.False(stage.Known("carol").IsHearsay);
    }

    [Fact]
    public void R35_a_line_that_says_gone_removes_hearsay_alone()
    {
        var stage = new Stage();
        stage.Meet();
        Ask(stage);
        stage.Hears(0x13, Alone);
        Ask(stage);
        stage.Hears(0x13, "    0\a    2\acarol\aCAROL-PC\a0\a10.0.0.30\a30985\aCarol\aDev\apeer\aPEER-PC\a2\a10.0.0.2\a30985\apeer\a\b\a\0");

        Assert.Equal(["peer"], stage.Machine.Members.Select(each => each.UserName));
    }

    [Fact]
    public void R30_a_false_fingerprint_in_a_list_is_not_added()
    {
        var stage = new Stage(Stage.Settings(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt));
        Ask(stage);
        stage.Hears(0x13, "    0\a    1\abob-<488c45d2cac847d2>\aBOB-PC\a16777216\a10.0.0.30\a30985\aBob\a\b\a\0");

        Assert.Equal(0, stage.Machine.MemberCount);
    }

    [Fact]
    public void R36_three_hundred_members_travel_from_one_machine_to_another()
    {
        var stage = new Stage();
        var newcomer = new Testing.SimulatedHost(stage.Lan, Stage.At(5), new MemberSettings("newcomer", "NEW-PC", Stage.Codec));
        for (int i = 0; i < 300; i++)
            stage.Meet(stage.AnotherPeer(10 + i, "user" + i));
        var fetch = newcomer.Do((machine, now) => machine.FetchHostList(now, stage.Node.EndPoint));
        stage.Lan.Run(20_000);

        Assert.Equal((HostListStatus.Complete, 301, 301), (fetch.Status, fetch.Entries.Count, newcomer.Machine.MemberCount));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    public void R35_a_line_with_everybodys_address_is_passed_over(string address)
    {
        var stage = new Stage();
        var fetch = Ask(stage);
        stage.Hears(0x13, Alone.Replace("10.0.0.30", address));

        Assert.Equal((HostListStatus.Complete, 0), (fetch.Status, fetch.Entries.Count));
        Assert.Empty(stage.Machine.Members);
    }
}
