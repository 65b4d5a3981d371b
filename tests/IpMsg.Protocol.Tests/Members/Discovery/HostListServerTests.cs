using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class HostListServerTests
{
    [Fact]
    [Rule(33)]
    public void R33_a_list_query_is_answered_with_a_bare_OKGETLIST()
    {
        var fixture = new MemberFixture();
        fixture.Receive(0x18);

        var offer = fixture.Peer.Received.Single();
        Assert.Equal((0x11u, ""), (offer.CommandWord, offer.Extra));
    }

    [Fact]
    [Rule(33)]
    public void R33_while_fetching_ourselves_only_a_query_with_RETRYOPT_is_answered()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.FetchHostList(now, MemberFixture.At(99)));
        fixture.Receive(0x18);
        Assert.Empty(fixture.Peer.Received);
        fixture.Receive(0x4018);

        Assert.Equal(0x11u, fixture.Peer.Received.Single().CommandWord);
    }

    [Fact]
    [Rule(33)]
    public void R33_who_does_not_serve_lists_stays_silent()
    {
        var fixture = new MemberFixture(new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { ServesHostList = false });
        fixture.Receive(0x18);
        fixture.Receive(0x4018);
        fixture.Receive(0x12);

        Assert.Empty(fixture.Peer.Received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\0")]
    [Rule(34)]
    public void R34_the_list_is_byte_for_byte_as_the_reference_writes_it(string start)
    {
        var fixture = new MemberFixture();
        fixture.Peer.User = "bob";
        fixture.Peer.Host = "BOB-PC";
        fixture.Receive(0x0D640003, "bob\0\0");
        fixture.Receive(0x12, start);

        var page = fixture.Peer.Received.Single();
        Assert.Equal(0x13u, page.CommandWord);
        Assert.Equal(
            "    0\a    2\aalice\aALICE-PC\a16777216\a10.0.0.1\a30985\aAlice\aDev\abob\aBOB-PC\a224657408\a10.0.0.2\a30985\abob\a\b\a",
            page.Body);
    }

    [Fact]
    [Rule(34)]
    public void R34_the_list_starts_at_the_index_that_is_asked_for()
    {
        var fixture = new MemberFixture();
        for (int i = 0; i < 5; i++)
            fixture.Meet(fixture.AnotherPeer(10 + i, "user" + i));
        fixture.Reach();
        fixture.Receive(0x12, "3\0");
        fixture.Receive(0x12, "7\0");
        fixture.Receive(0x12, "4000000000\0");

        string[] fields = fixture.Peer.Received[0].Body.Split('\a');
        Assert.Equal(("    0", "    4", "user2"), (fields[0], fields[1], fields[2]));
        Assert.All(fixture.Peer.Received.Skip(1), each => Assert.Equal("    0\a    0\a", each.Body));
    }

    [Theory]
    [InlineData(0x12u, 0x13u)]
    [InlineData(0x01000012u, 0x00800013u)]
    [InlineData(0x00800012u, 0x00800013u)]
    [Rule(34)]
    public void R34_the_list_is_UTF8_exactly_when_the_asker_reads_it(uint ask, uint answer)
    {
        var fixture = new MemberFixture(new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { NickName = "テスト" });
        fixture.Reach();
        fixture.Receive(ask);

        var page = fixture.Peer.Received.Single();
        Assert.Equal(answer, page.CommandWord);
        Assert.Equal("テスト", (answer == 0x13 ? Encoding.GetEncoding(932) : Encoding.UTF8).GetString(page.BodyBytes).Split('\a')[7]);
    }

    [Fact]
    [Rule(34)]
    public void R34_an_absent_member_is_listed_with_its_decorated_name_and_one_without_flags_is_not_listed_as_gone()
    {
        var fixture = new MemberFixture();
        fixture.Receive(0x01000104, "Peter[lunch]\0\0");
        fixture.Meet(fixture.AnotherPeer(3, "plain"), word: 3);
        fixture.Receive(0x12, "1\0");

        Assert.True(HostListReader.TryRead(fixture.Peer.Received.Single().Body, out _, out _, out var entries));
        Assert.Equal(["Peter[lunch]", "plain"], entries.Select(each => each.Nick));
        Assert.DoesNotContain(entries, each => each.IsGone);
    }

    [Fact]
    [Rule(38)]
    public void R38_a_scope_id_is_not_put_into_the_list()
    {
        var fixture = new MemberFixture();
        var link = new ScriptedPeer(fixture.Lan, new IPEndPoint(IPAddress.Parse("fe80::1%5"), 2425)) { User = "six" };
        fixture.Meet(link);
        fixture.Reach();
        fixture.Receive(0x12);

        Assert.Contains("\afe80::1\a", fixture.Peer.Received.Single().Body, System.StringComparison.Ordinal);
    }

    [Fact]
    [Rule(34)]
    public void R34_three_hundred_members_come_in_pages_that_small_clients_can_hold()
    {
        var fixture = new MemberFixture();
        for (int i = 0; i < 300; i++)
            fixture.Meet(fixture.AnotherPeer(10 + i, "user" + i));
        fixture.Reach();
        var names = new List<string>();
        int next = 0;
        do
        {
            fixture.Peer.Forget();
            fixture.Receive(0x12, next + "\0");
            var page = fixture.Peer.Received.Single();
            Assert.True(page.Bytes.Length <= 8_191);
            Assert.True(HostListReader.TryRead(page.Body, out next, out int count, out var entries));
            Assert.Equal(count, entries.Count);
            names.AddRange(entries.Select(each => each.User));
            Assert.True(next == 0 || next == names.Count);
        }
        while (next != 0);

        Assert.Equal(Enumerable.Range(0, 300).Select(i => "user" + i).Prepend("alice").Append("peer"), names);
    }
}
