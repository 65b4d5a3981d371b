using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class HostListClientTests
{
    private const string Alone = "    0\a    1\acarol\aCAROL-PC\a16777216\a10.0.0.30\a30985\aCarol\aDev\a\0";
    private const string TwoMembers =
        "    0\a    2\aann\aANN-PC\a224657408\a192.168.0.10\a30985\aAnn\aDev\abob\aBOB-PC\a224657408\a192.168.0.11\a30985\aBob\a\b\a\0";

    private static string Page(int next, params int[] users) => $"{next,5}\a{users.Length,5}\a"
        + string.Concat(users.Select(i => $"user{i}\aPC{i}\a16777216\a10.0.2.{i}\a30985\aUser {i}\a\b\a")) + "\0";

    private static HostListRequest Ask(MemberFixture fixture) =>
        fixture.Node.Do((machine, now) => machine.FetchHostList(now, fixture.Peer.EndPoint));

    [Fact]
    [Rule(35)]
    public void R35_the_example_list_gives_two_members_and_ends_the_fetch()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Receive(0x13, TwoMembers);

        Assert.Equal(HostListStatus.Complete, request.Status);
        Assert.Equal([("Ann", "Dev", "192.168.0.10:2425"), ("Bob", "", "192.168.0.11:2425")],
            request.Entries.Select(each => (each.Nick, each.Group, each.EndPoint.ToString())));
        Assert.Equal(["ann", "bob"], fixture.Machine.Members.Select(each => each.UserName));
        Assert.All(fixture.Machine.Members, each => Assert.True(each.IsFromHostList));
    }

    [Fact]
    [Rule(36)]
    public void R36_a_page_with_a_next_is_followed_by_the_request_for_it()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Receive(0x13, Page(2, 0, 1));
        fixture.Receive(0x13, Page(4, 2, 3));
        fixture.Receive(0x13, Page(0, 4));

        Assert.Equal(["", "2", "4"], fixture.Peer.All(Command.GetList).Select(each => each.Body));
        Assert.Equal(HostListStatus.Complete, request.Status);
        Assert.Equal(5, request.Entries.Count);
    }

    [Fact]
    [Rule(36)]
    public void R36_a_page_that_comes_twice_does_not_end_the_fetch_early()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Receive(0x13, Page(2, 0, 1));
        fixture.Receive(0x13, Page(2, 0, 1));
        Assert.Equal(HostListStatus.Pending, request.Status);
        fixture.Receive(0x13, Page(0, 2));

        Assert.Equal((HostListStatus.Complete, 3), (request.Status, request.Entries.Count));
        Assert.Equal(["", "2"], fixture.Peer.All(Command.GetList).Select(each => each.Body));
    }

    [Theory]
    [InlineData("    5\a    0\a\0")]
    [InlineData("    1\a    2\auser0\aPC0\a16777216\a10.0.2.0\a30985\au\a\b\auser1\aPC1\a16777216\a10.0.2.1\a30985\au\a\b\a\0")]
    [Rule(36)]
    public void R36_a_next_that_is_less_than_the_count_or_follows_no_entries_is_not_asked_for(string page)
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Receive(0x13, page);

        Assert.Single(fixture.Peer.All(Command.GetList));
        Assert.Equal(HostListStatus.Complete, request.Status);
    }

    [Fact]
    [Rule(37)]
    public void R37_without_an_offer_the_query_is_repeated_with_RETRYOPT_after_3_s_and_after_6_s_we_enter()
    {
        var fixture = new MemberFixture();
        var request = fixture.Node.Do((machine, now) => machine.FetchHostList(now, null));
        fixture.Lan.Run(7_000);

        Assert.Equal([(0L, 0x01000018u), (3_000L, 0x01004018u), (6_000L, 0x01000000u), (6_250L, 0x01000001u)],
            fixture.Peer.Received.Select(each => (each.At, each.CommandWord)));
        Assert.Equal(HostListStatus.TimedOut, request.Status);
        Assert.Equal(1, fixture.Count<HostListRequestEnded>());
    }

    [Fact]
    [Rule(37)]
    public void R37_our_own_query_heard_by_ourselves_is_not_an_offer()
    {
        var fixture = new MemberFixture();
        fixture.Node.OnTransmit = transmit => Assert.NotEqual(fixture.Node.EndPoint, transmit.To);
        var request = fixture.Node.Do((machine, now) => machine.FetchHostList(now, null));
        fixture.Lan.Run(7_000);

        Assert.Equal(HostListStatus.TimedOut, request.Status);
    }

    [Fact]
    [Rule(37)]
    public void R37_an_offer_is_taken_up_and_the_entry_follows_the_list()
    {
        var fixture = new MemberFixture();
        var request = fixture.Node.Do((machine, now) => machine.FetchHostList(now, null));
        fixture.Receive(0x11);
        Assert.Equal([0x01000018u, 0x01000012u], fixture.Peer.Received.Select(each => each.CommandWord));
        fixture.Receive(0x13, Alone);
        fixture.Lan.Run(1_000);

        Assert.Equal((HostListStatus.Complete, fixture.Peer.EndPoint), (request.Status, request.From));
        Assert.Equal([Command.NoOperation, Command.Entry], fixture.Peer.Received.Skip(2).Select(each => each.Command));
    }

    [Fact]
    [Rule(37)]
    public void R37_a_direct_request_is_repeated_once_and_given_up()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Lan.Run(10_000);

        Assert.Equal([(0L, 0x01000012u), (3_000L, 0x01000012u)], fixture.Peer.Received.Select(each => (each.At, each.CommandWord)));
        Assert.Equal((HostListStatus.TimedOut, 1), (request.Status, fixture.Count<HostListRequestEnded>()));
    }

    [Fact]
    [Rule(37)]
    public void R37_each_page_is_asked_for_twice_before_the_fetch_is_given_up_with_what_came()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Lan.Run(3_500);
        fixture.Receive(0x13, Page(2, 0, 1));
        fixture.Lan.Run(10_000);

        Assert.Equal([(0L, ""), (3_000L, ""), (3_500L, "2"), (6_500L, "2")],
            fixture.Peer.All(Command.GetList).Select(each => (each.At, each.Body)));
        Assert.Equal((HostListStatus.TimedOut, 2), (request.Status, request.Entries.Count));
    }

    [Fact]
    [Rule(35)]
    public void R35_a_list_that_nobody_asked_for_is_not_believed()
    {
        var fixture = new MemberFixture();
        fixture.Receive(0x13, Alone);
        Ask(fixture);
        fixture.ReceiveFrom(fixture.AnotherPeer(3, "liar"), 0x13, Alone);

        Assert.Equal(0, fixture.Machine.MemberCount);
    }

    [Fact]
    [Rule(35)]
    public void R35_a_list_does_not_overrule_those_who_spoke_for_themselves()
    {
        var fixture = new MemberFixture();
        var carol = fixture.AnotherPeer(9, "carol");
        fixture.Meet(carol);
        Ask(fixture);
        fixture.Receive(0x13, Alone);

        Assert.Equal((carol.EndPoint, false), (fixture.Known("carol").EndPoint, fixture.Known("carol").IsFromHostList));
    }

    [Fact]
    [Rule(35)]
    public void R35_members_learnt_from_a_list_hear_of_us_and_become_certain_by_their_answer()
    {
        var fixture = new MemberFixture();
        var carol = fixture.AnotherPeer(30, "carol");
        Ask(fixture);
        fixture.Receive(0x13, Alone);
        Assert.Equal(Command.Entry, carol.Received.Single().Command);
        fixture.Meet(carol);

        Assert.False(fixture.Known("carol").IsFromHostList);
    }

    [Fact]
    [Rule(35)]
    public void R35_a_line_that_says_gone_removes_hearsay_alone()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        Ask(fixture);
        fixture.Receive(0x13, Alone);
        Ask(fixture);
        fixture.Receive(0x13,
            "    0\a    2\acarol\aCAROL-PC\a0\a10.0.0.30\a30985\aCarol\aDev\apeer\aPEER-PC\a2\a10.0.0.2\a30985\apeer\a\b\a\0");

        Assert.Equal(["peer"], fixture.Machine.Members.Select(each => each.UserName));
    }

    [Fact]
    [Rule(30)]
    public void R30_a_false_fingerprint_in_a_list_is_not_added()
    {
        var fixture = new MemberFixture(MemberFixture.Settings(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt));
        Ask(fixture);
        fixture.Receive(0x13, "    0\a    1\abob-<488c45d2cac847d2>\aBOB-PC\a16777216\a10.0.0.30\a30985\aBob\a\b\a\0");

        Assert.Equal(0, fixture.Machine.MemberCount);
    }

    [Fact]
    [Rule(36)]
    public void R36_three_hundred_members_travel_from_one_machine_to_another()
    {
        var fixture = new MemberFixture();
        var newcomer = new Testing.SimulatedHost(fixture.Lan, MemberFixture.At(5),
            new MemberSettings("newcomer", "NEW-PC", MemberFixture.Codec));
        for (int i = 0; i < 300; i++)
            fixture.Meet(fixture.AnotherPeer(10 + i, "user" + i));
        var request = newcomer.Do((machine, now) => machine.FetchHostList(now, fixture.Node.EndPoint));
        fixture.Lan.Run(20_000);

        Assert.Equal((HostListStatus.Complete, 301, 301), (request.Status, request.Entries.Count, newcomer.Machine.MemberCount));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    [Rule(35)]
    public void R35_a_line_with_everybodys_address_is_passed_over(string address)
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture);
        fixture.Receive(0x13, Alone.Replace("10.0.0.30", address));

        Assert.Equal((HostListStatus.Complete, 0), (request.Status, request.Entries.Count));
        Assert.Empty(fixture.Machine.Members);
    }
}
