using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class EntryReplyTests
{
    [Fact]
    [Rule(22)]
    public void R22_an_entry_gets_exactly_one_answer_to_its_address_and_port()
    {
        var fixture = new MemberFixture();
        var peer = fixture.AnotherPeer(4, "carol", port: 4444);
        fixture.ReceiveFrom(peer, MemberFixture.Entry, "Carol\0\0");
        fixture.ReceiveFrom(peer, MemberFixture.Entry, "Carol\0\0");
        fixture.Lan.Run(10_000);

        var answer = peer.Received.Single();
        Assert.Equal(Command.AnswerEntry, answer.Command);
        Assert.InRange(answer.At, 5, 1_028);
        Assert.Equal("Alice\0Dev\0\nPF:1", answer.Extra);
    }

    [Fact]
    [Rule(22)]
    public void R22_an_entry_after_the_answer_is_answered_again()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Lan.Run(5_000);
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Lan.Run(5_000);

        Assert.Equal(2, fixture.Peer.Received.Count);
    }

    [Fact]
    [Rule(22)]
    public void R22_a_message_does_not_overtake_the_answer_that_tells_who_writes()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Send("Hello");
        fixture.Lan.Run(10_000);

        Assert.Equal(Command.AnswerEntry, fixture.Peer.Received[0].Command);
        Assert.Equal(0, fixture.Peer.Received[0].At);
        Assert.Equal(Command.SendMessage, fixture.Peer.Received[1].Command);
        Assert.Single(fixture.Peer.Received, each => each.Command == Command.AnswerEntry);
    }

    [Theory]
    [InlineData(10, 5, 1_028)]
    [InlineData(100, 1_029, 2_052)]
    [InlineData(400, 2_053, 4_100)]
    [Rule(22)]
    public void R22_the_answer_waits_the_longer_the_more_members_there_are(int members, int seenAbove, int longest)
    {
        long most = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var lan = new SimulatedLan(1, LanConditions.Perfect);
            var node = new SimulatedHost(lan, MemberFixture.At(1), MemberFixture.Settings(), seed);
            ScriptedPeer peer = null!;
            for (int i = 0; i < members; i++)
            {
                peer = new ScriptedPeer(lan, MemberFixture.At(2 + i)) { User = "user" + i };
                peer.Say(node.EndPoint, MemberFixture.AnswerEntry, "x\0\0");
            }
            lan.Run(0);
            peer.Say(node.EndPoint, MemberFixture.Entry, "x\0\0");
            lan.Run(10_000);
            long at = peer.Received.Single().At;
            Assert.InRange(at, 5, longest);
            most = System.Math.Max(most, at);
        }
        Assert.InRange(most, seenAbove, longest);
    }

    [Fact]
    [Rule(22)]
    public void R22_a_hundred_answers_wait_and_further_ones_go_out_at_once()
    {
        var fixture = new MemberFixture();
        var peers = Enumerable.Range(0, 101).Select(i => fixture.AnotherPeer(10 + i, "user" + i)).ToList();
        foreach (var peer in peers)
            fixture.ReceiveFrom(peer, MemberFixture.Entry, "x\0\0");
        // A repetition of one that waits is still not answered twice.
        fixture.ReceiveFrom(peers[0], MemberFixture.Entry, "x\0\0");

        Assert.All(peers.Take(100), each => Assert.Empty(each.Received));
        Assert.Equal(0, peers[100].Received.Single().At);
        fixture.Lan.Run(10_000);
        Assert.All(peers, each => Assert.Single(each.Received));
        Assert.Single(peers.Take(100).Select(each => each.Received[0].At).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(22)]
    public void R22_an_entry_by_IPv4_and_IPv6_is_answered_by_IPv4_alone(bool isIPv4First)
    {
        var fixture = new MemberFixture();
        var twin = new ScriptedPeer(fixture.Lan, new IPEndPoint(IPAddress.Parse("fe80::2"), 2425))
        { User = fixture.Peer.User, Host = fixture.Peer.Host };
        foreach (var peer in isIPv4First ? new[] { fixture.Peer, twin } : [twin, fixture.Peer])
            fixture.ReceiveFrom(peer, MemberFixture.Entry, "Peer\0\0");
        fixture.Lan.Run(10_000);

        Assert.Equal((1, 0), (fixture.Peer.Received.Count, twin.Received.Count));
        fixture.ReceiveFrom(twin, MemberFixture.Entry, "Peer\0\0");
        fixture.Lan.Run(10_000);
        Assert.Single(twin.Received);
    }

    [Fact]
    [Rule(22)]
    public void R22_who_has_left_meanwhile_is_not_answered()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Receive(MemberFixture.Exit, "Peer\0\0");
        fixture.Lan.Run(10_000);

        Assert.Empty(fixture.Peer.Received);
    }

    [Theory]
    [InlineData(0x01000001u, 0x01800003u)]
    [InlineData(0x00000001u, 0x01000003u)]
    [InlineData(0x81000001u, 0x01000003u)] // R100: these are private bits of another product.
    [Rule(23)]
    public void R23_the_answer_is_UTF8_exactly_when_the_entry_says_that_it_is_understood(uint entry, uint answer)
    {
        var fixture = new MemberFixture(new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { NickName = "テスト" });
        fixture.Receive(entry, "Peer\0\0");
        fixture.Lan.Run(5_000);

        Assert.Equal(answer, fixture.Peer.Received.Single().CommandWord);
        var encoding = answer == 0x01800003 ? Encoding.UTF8 : Encoding.GetEncoding(932);
        Assert.Equal(encoding.GetBytes("テスト"), fixture.Peer.Received.Single().BodyBytes);
    }

    [Fact]
    [Rule(23)]
    public void R23_clients_without_UTF8_are_answered_in_their_own_code_page()
    {
        var fixture = new MemberFixture(new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { NickName = "田中" });
        var feiq = fixture.AnotherPeer(5, "feiq");
        feiq.Version = "1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9";
        fixture.ReceiveFrom(feiq, 6291457, "Lee\0\0");
        var iptux = fixture.AnotherPeer(6, "tux");
        iptux.Version = "1_iptux 0.8.3";
        fixture.ReceiveFrom(iptux, 257, "tux\0\0icon\0utf-8\0");
        fixture.Lan.Run(5_000);

        Assert.Equal(Encoding.GetEncoding("gb18030").GetBytes("田中"), feiq.Received.Single().BodyBytes);
        Assert.Equal(Encoding.UTF8.GetBytes("田中"), iptux.Received.Single().BodyBytes);
    }

    [Theory]
    [InlineData(MemberFixture.AnswerEntry)]
    [InlineData(MemberFixture.Absence)]
    [InlineData(MemberFixture.Exit)]
    [InlineData(0x01000000u)]
    [InlineData(MemberFixture.AnswerEntry | 0x100)]
    [InlineData(MemberFixture.Absence | 0x100)]
    [InlineData(MemberFixture.Exit | 0x100)]
    [Rule(24)]
    public void R24_answers_absences_exits_and_no_operations_are_never_answered(uint word)
    {
        var fixture = new MemberFixture();
        fixture.Receive(word, "Peer\0\0");
        fixture.Meet();
        fixture.Receive(word, "Peer\0\0");
        fixture.Lan.Run(10_000);

        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(32)]
    public void R32_hearing_ourselves_makes_no_member_and_no_storm()
    {
        var fixture = new MemberFixture();
        fixture.Node.OnTransmit = transmit => Assert.NotEqual(fixture.Node.EndPoint, transmit.To);
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(0, fixture.Machine.MemberCount);
        Assert.Equal(3, fixture.Machine.Counters.Received);
    }
}
