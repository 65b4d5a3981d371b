using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class HostListServerTests
{
    [Fact]
    public void R33_a_list_query_is_answered_with_a_bare_OKGETLIST()
    {
        var stage = new Stage();
        stage.Hears(0x18);

        var offer = stage.Peer.Heard.Single();
        Assert.Equal((0x11u, ""), (offer.CommandWord, offer.Extra));
    }

    [Fact]
    public void R33_while_fetching_ourselves_only_a_query_with_RETRYOPT_is_answered()
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.FetchHostList(now, Stage.At(99)));
        stage.Hears(0x18);
        Assert.Empty(stage.Peer.Heard);
        stage.Hears(0x4018);

        Assert.Equal(0x11u, stage.Peer.Heard.Single().CommandWord);
    }

    [Fact]
    public void R33_who_does_not_serve_lists_stays_silent()
    {
        var stage = new Stage(new MemberSettings("alice", "ALICE-PC", Stage.Codec) { ServesHostList = false });
        stage.Hears(0x18);
        stage.Hears(0x4018);
        stage.Hears(0x12);

        Assert.Empty(stage.Peer.Heard);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\0")]
    public void R34_the_list_is_byte_for_byte_as_the_reference_writes_it(string start)
    {
        var stage = new Stage();
        stage.Peer.User = "bob";
        stage.Peer.Host = "BOB-PC";
        stage.Hears(0x0D640003, "bob\0\0");
        stage.Hears(0x12, start);

        var page = stage.Peer.Heard.Single();
        Assert.Equal(0x13u, page.CommandWord);
        Assert.Equal("    0\a    2\aalice\aALICE-PC\a16777216\a10.0.0.1\a30985\aAlice\aDev\abob\aBOB-PC\a224657408\a10.0.0.2\a30985\abob\a\b\a", page.Body);
    }

    [Fact]
    public void R34_the_list_starts_at_the_index_that_is_asked_for()
    {
        var stage = new Stage();
        for (int i = 0; i < 5; i++)
            stage.Meet(stage.AnotherPeer(10 + i, "user" + i));
        stage.Hears(0x12, "3\0");
        stage.Hears(0x12, "6\0");
        stage.Hears(0x12, "4000000000\0");

        string[] fields = stage.Peer.Heard[0].Body.Split('\a');
        Assert.Equal(("    0", "    3", "user2"), (fields[0], fields[1], fields[2]));
        Assert.All(stage.Peer.Heard.Skip(1), each => Assert.Equal("    0\a    0\a", each.Body));
    }

    [Theory]
    [InlineData(0x12u, 0x13u)]
    [InlineData(0x01000012u, 0x00800013u)]
    [InlineData(0x00800012u, 0x00800013u)]
    public void R34_the_list_is_UTF8_exactly_when_the_asker_reads_it(uint ask, uint answer)
    {
        var stage = new Stage(new MemberSettings("alice", "ALICE-PC", Stage.Codec) { NickName = "テスト" });
        stage.Hears(ask);

        var page = stage.Peer.Heard.Single();
        Assert.Equal(answer, page.CommandWord);
        Assert.Equal("テスト", (answer == 0x13 ? Encoding.GetEncoding(932) : Encoding.UTF8).GetString(page.BodyBytes).Split('\a')[7]);
    }

    [Fact]
    public void R34_an_absent_member_is_listed_with_its_decorated_name_and_one_without_flags_is_not_listed_as_gone()
    {
        var stage = new Stage();
        stage.Hears(0x01000104, "Peter[lunch]\0\0");
        stage.Meet(stage.AnotherPeer(3, "plain"), word: 3);
        stage.Hears(0x12, "1\0");

        Assert.True(HostListReader.TryRead(stage.Peer.Heard.Single().Body, out _, out _, out var entries));
        Assert.Equal(["Peter[lunch]", "plain"], entries.Select(each => each.Nick));
        Assert.DoesNotContain(entries, each => each.IsGone);
    }

    [Fact]
    public void R38_a_scope_id_is_not_put_into_the_list()
    {
        var stage = new Stage();
        var link = new ScriptedPeer(stage.Lan, new IPEndPoint(IPAddress.Parse("fe80::1%5"), 2425)) { User = "six" };
        stage.Meet(link);
        stage.Hears(0x12);

        Assert.Contains("\afe80::1\a", stage.Peer.Heard.Single().Body, System.StringComparison.Ordinal);
    }

    [Fact]
    public void R34_three_hundred_members_come_in_pages_that_small_clients_can_hold()
    {
        var stage = new Stage();
        for (int i = 0; i < 300; i++)
            stage.Meet(stage.AnotherPeer(10 + i, "user" + i));
        var names = new List<string>();
        int next = 0;
        do
        {
            stage.Peer.Forget();
            stage.Hears(0x12, next + "\0");
            var page = stage.Peer.Heard.Single();
            Assert.True(page.Bytes.Length <= 8_191);
            Assert.True(HostListReader.TryRead(page.Body, out next, out int count, out var entries));
            Assert.Equal(count, entries.Count);
            names.AddRange(entries.Select(each => each.User));
            Assert.True(next == 0 || next == names.Count);
        }
        while (next != 0);

        Assert.Equal(Enumerable.Range(0, 300).Select(i => "user" + i).Prepend("alice"), names);
    }
}
