using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class EntryAnswerTests
{
    [Fact]
    public void R22_an_entry_gets_exactly_one_answer_to_its_address_and_port()
    {
        var stage = new Stage();
        var peer = stage.AnotherPeer(4, "carol", port: 4444);
        stage.HearsFrom(peer, Stage.Entry, "Carol\0\0");
        stage.HearsFrom(peer, Stage.Entry, "Carol\0\0");
        stage.Lan.Run(10_000);

        var answer = peer.Heard.Single();
        Assert.Equal(Command.AnswerEntry, answer.Command);
        Assert.InRange(answer.At, 5, 1_028);
        Assert.Equal("Alice\0Dev", answer.Extra);
    }

    [Fact]
    public void R22_an_entry_after_the_answer_is_answered_again()
    {
        var stage = new Stage();
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Lan.Run(5_000);
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Lan.Run(5_000);

        Assert.Equal(2, stage.Peer.Heard.Count);
    }

    [Fact]
    public void R22_a_message_does_not_overtake_the_answer_that_tells_who_writes()
    {
        var stage = new Stage();
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Send("Hello");
        stage.Lan.Run(10_000);

        Assert.Equal(Command.AnswerEntry, stage.Peer.Heard[0].Command);
        Assert.Equal(0, stage.Peer.Heard[0].At);
        Assert.Equal(Command.SendMessage, stage.Peer.Heard[1].Command);
        Assert.Single(stage.Peer.Heard, each => each.Command == Command.AnswerEntry);
    }

    [Theory]
    [InlineData(10, 5, 1_028)]
    [InlineData(100, 1_029, 2_052)]
    [InlineData(400, 2_053, 4_100)]
    public void R22_the_answer_waits_the_longer_the_more_members_there_are(int members, int seenAbove, int longest)
    {
        long most = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var lan = new SimulatedLan(1, LanConditions.Perfect);
            var node = new SimulatedHost(lan, Stage.At(1), Stage.Settings(), seed);
            ScriptedPeer peer = null!;
            for (int i = 0; i < members; i++)
            {
                peer = new ScriptedPeer(lan, Stage.At(2 + i)) { User = "user" + i };
                peer.Say(node.EndPoint, Stage.AnswerEntry, "x\0\0");
            }
            lan.Run(0);
            peer.Say(node.EndPoint, Stage.Entry, "x\0\0");
            lan.Run(10_000);
            long at = peer.Heard.Single().At;
            Assert.InRange(at, 5, longest);
            most = System.Math.Max(most, at);
        }
        Assert.InRange(most, seenAbove, longest);
    }

    [Fact]
    public void R22_a_hundred_answers_wait_and_further_ones_go_out_at_once()
    {
        var stage = new Stage();
        var peers = Enumerable.Range(0, 101).Select(i => stage.AnotherPeer(10 + i, "user" + i)).ToList();
        foreach (var peer in peers)
            stage.HearsFrom(peer, Stage.Entry, "x\0\0");
        // A repetition of one that waits is still not answered twice.
        stage.HearsFrom(peers[0], Stage.Entry, "x\0\0");

        Assert.All(peers.Take(100), each => Assert.Empty(each.Heard));
        Assert.Equal(0, peers[100].Heard.Single().At);
        stage.Lan.Run(10_000);
        Assert.All(peers, each => Assert.Single(each.Heard));
        Assert.Single(peers.Take(100).Select(each => each.Heard[0].At).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R22_an_entry_by_IPv4_and_IPv6_is_answered_by_IPv4_alone(bool isIPv4First)
    {
        var stage = new Stage();
        var twin = new ScriptedPeer(stage.Lan, new IPEndPoint(IPAddress.Parse("fe80::2"), 2425)) { User = stage.Peer.User, Host = stage.Peer.Host };
        foreach (var peer in isIPv4First ? new[] { stage.Peer, twin } : [twin, stage.Peer])
            stage.HearsFrom(peer, Stage.Entry, "Peer\0\0");
        stage.Lan.Run(10_000);

        Assert.Equal((1, 0), (stage.Peer.Heard.Count, twin.Heard.Count));
        stage.HearsFrom(twin, Stage.Entry, "Peer\0\0");
        stage.Lan.Run(10_000);
        Assert.Single(twin.Heard);
    }

    [Fact]
    public void R22_who_has_left_meanwhile_is_not_answered()
    {
        var stage = new Stage();
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Hears(Stage.Exit, "Peer\0\0");
        stage.Lan.Run(10_000);

        Assert.Empty(stage.Peer.Heard);
    }

    [Theory]
    [InlineData(0x01000001u, 0x01800003u)]
    [InlineData(0x00000001u, 0x01000003u)]
    [InlineData(0x81000001u, 0x01000003u)] // R100: these are private bits of another product.
    public void R23_the_answer_is_UTF8_exactly_when_the_entry_says_that_it_is_understood(uint entry, uint answer)
    {
        var stage = new Stage(new MemberSettings("alice", "ALICE-PC", Stage.Codec) { NickName = "テスト" });
        stage.Hears(entry, "Peer\0\0");
        stage.Lan.Run(5_000);

        Assert.Equal(answer, stage.Peer.Heard.Single().CommandWord);
        var encoding = answer == 0x01800003 ? Encoding.UTF8 : Encoding.GetEncoding(932);
        Assert.Equal(encoding.GetBytes("テスト"), stage.Peer.Heard.Single().BodyBytes);
    }

    [Fact]
    public void R23_clients_without_UTF8_are_answered_in_their_own_code_page()
    {
        var stage = new Stage(new MemberSettings("alice", "ALICE-PC", Stage.Codec) { NickName = "田中" });
        var feiq = stage.AnotherPeer(5, "feiq");
        feiq.Version = "1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9";
        stage.HearsFrom(feiq, 6291457, "Lee\0\0");
        var iptux = stage.AnotherPeer(6, "tux");
        iptux.Version = "1_iptux 0.8.3";
        stage.HearsFrom(iptux, 257, "tux\0\0icon\0utf-8\0");
        stage.Lan.Run(5_000);

        Assert.Equal(Encoding.GetEncoding("gb18030").GetBytes("田中"), feiq.Heard.Single().BodyBytes);
        Assert.Equal(Encoding.UTF8.GetBytes("田中"), iptux.Heard.Single().BodyBytes);
    }

    [Theory]
    [InlineData(Stage.AnswerEntry)]
    [InlineData(Stage.Absence)]
    [InlineData(Stage.Exit)]
    [InlineData(0x01000000u)]
    [InlineData(Stage.AnswerEntry | 0x100)]
    [InlineData(Stage.Absence | 0x100)]
    [InlineData(Stage.Exit | 0x100)]
    public void R24_answers_absences_exits_and_no_operations_are_never_answered(uint word)
    {
        var stage = new Stage();
        stage.Hears(word, "Peer\0\0");
        stage.Meet();
        stage.Hears(word, "Peer\0\0");
        stage.Lan.Run(10_000);

        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R32_hearing_ourselves_makes_no_member_and_no_storm()
    {
        var stage = new Stage();
        stage.Node.Watch = action => Assert.NotEqual(stage.Node.EndPoint, action.To);
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.Lan.RunUntilQuiet();

        Assert.Equal(0, stage.Machine.MemberCount);
        Assert.Equal(3, stage.Machine.Counters.Received);
    }
}
