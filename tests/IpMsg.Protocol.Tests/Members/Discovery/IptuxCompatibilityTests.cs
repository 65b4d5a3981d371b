using System.Linq;
using System.Text;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class IptuxCompatibilityTests
{
    private static MemberFixture WithIptux()
    {
        var fixture = new MemberFixture();
        fixture.Peer.Version = "1_iptux 0.8.3";
        fixture.Receive(0x103, "tux\0linux\0icon.png\0utf-8\0");
        return fixture;
    }

    [Fact]
    [Rule(96)]
    public void R96_an_iptux_entry_gives_nick_group_version_and_is_not_absent()
    {
        var member = WithIptux().Known();

        Assert.Equal(("tux", "linux", false, ObservedEncoding.SaysUtf8),
            (member.NickName, member.GroupName, member.IsAbsent, member.ObservedEncoding));
        Assert.Equal((ClientDialect.Iptux, "iptux 0.8.3"), (member.Dialect, member.ClientVersion));
    }

    [Fact]
    public void Text_to_iptux_is_UTF8_without_the_flag()
    {
        var fixture = WithIptux();
        fixture.Send("テスト");

        Assert.Equal((0x120u, "テスト"), (fixture.Peer.Received.Single().CommandWord, fixture.Peer.Received.Single().Text));
    }

    [Fact]
    public void A_name_beyond_ASCII_follows_each_announcement_in_UTF8_alone()
    {
        var fixture = WithIptux();
        fixture.Node.Do((machine, now) => machine.SetNetworks([fixture.Peer.EndPoint], [], 2425));
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(2_000);
        Assert.DoesNotContain(fixture.Peer.Received.SkipWhile(each => each.Command != Command.Entry),
            each => each.Command == Command.AnswerEntry);
        fixture.Peer.Forget();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "早", null, null));
        fixture.Lan.Run(300);

        Assert.Equal([Command.NoOperation, Command.Absence, Command.AnswerEntry], fixture.Peer.Received.Select(each => each.Command));
        Assert.Equal("早", fixture.Peer.Received.Last().Text);
        fixture.Node.Do((machine, now) => machine.Introduce(now, fixture.Peer.EndPoint));
        fixture.Lan.Run(0);
        Assert.Equal((Command.Entry, "早"), (fixture.Peer.Received.Last().Command, fixture.Peer.Received.Last().Text));
    }

    [Theory]
    [InlineData("早", 1)]
    [InlineData("early", 0)]
    public void A_new_iptux_that_took_us_for_UTF16_gets_one_entry_in_UTF8(string nick, int entries)
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, nick, null, null));
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(300);
        fixture.Peer.Forget();
        for (int i = 0; i < 3; i++)
            fixture.Node.Do(
                (machine, now) => machine.Receive(now, [0xFF, 0xFE, (byte)'1', 0, 0xFF, 0xFE, 0x44, 0x7D], fixture.Peer.EndPoint));
        fixture.Lan.Run(0);

        Assert.Equal(entries, fixture.Peer.Received.Count);
        Assert.All(fixture.Peer.Received, each => Assert.Equal((Command.Entry, nick), (each.Command, each.Text)));
    }

    [Theory]
    [InlineData("\xE5\x85\x94", 65001)]
    [InlineData("\x93\x65", 932)]
    public void One_that_is_known_gets_it_in_the_encoding_that_it_writes(string nick, int codePage)
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "早", null, null));
        byte[] entry = [.. ("1_iptux 0.8.3:1:tux:TUX-PC:257:" + nick + "\0\0icon.png\0utf-8\0").Select(each => (byte)each)];
        fixture.Node.Do((machine, now) => machine.Receive(now, entry, fixture.Peer.EndPoint));
        fixture.Lan.RunUntilQuiet();
        fixture.Peer.Forget();
        fixture.Node.Do((machine, now) => machine.Receive(now, [0xFF, 0xFE, (byte)'1', 0, 0xFF, 0xFE, 0x44, 0x7D], fixture.Peer.EndPoint));
        fixture.Lan.Run(0);

        var received = Assert.Single(fixture.Peer.Received);
        Assert.Equal((Command.Entry, "早"), (received.Command, Encoding.GetEncoding(codePage).GetString(received.BodyBytes)));
    }

    [Fact]
    public void An_old_number_goes_out_right_behind_an_entry_that_makes_iptux_forget_newer_ones()
    {
        var fixture = WithIptux();
        var first = fixture.Send("first");
        fixture.Lan.RunUntilQuiet();
        fixture.Peer.Forget();
        var second = fixture.Send("second");
        fixture.Node.Do((machine, now) => machine.Dispatch(now, [first]));
        fixture.Lan.Run(100);
        fixture.PeerConfirms();
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(DeliveryStatus.Confirmed, first.Status);
        Assert.Equal(["second", "second", "", "first"],
            fixture.Peer.Received.Select(each => each.Command == Command.Entry ? "" : each.Body));
        Assert.True(second.Number > first.Number);
    }

    [Theory]
    [InlineData(0x01000003u, "早")]
    [InlineData(0x3u, "\u0091\u0081")]
    [Rule(14)]
    public void R14_a_known_iptux_gets_UTF8_alone_unless_another_member_needs_the_code_page(uint other, string body)
    {
        var fixture = WithIptux();
        var member = fixture.AnotherPeer(3, "carol");
        fixture.Meet(member, other);
        fixture.Node.Do((machine, now) => machine.SetNetworks([fixture.Peer.EndPoint, member.EndPoint], [], 2425));
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(2_000);
        fixture.Peer.Forget();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "早", null, null));
        fixture.Lan.Run(300);
        fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(300);

        var announcements = fixture.Peer.Received.Where(each => each.Command != Command.AnswerEntry).ToList();
        Assert.Equal([Command.NoOperation, Command.Absence, Command.NoOperation, Command.Entry],
            announcements.Select(each => each.Command));
        var encoding = body == "早" ? Encoding.UTF8 : Encoding.Latin1;
        Assert.All(announcements, each => Assert.Equal(body, encoding.GetString(each.BodyBytes)));
        Assert.All(fixture.Peer.All(Command.AnswerEntry), each => Assert.Equal("早", each.Text));
    }

    [Fact]
    [Rule(14)]
    public void R14_an_iptux_that_answers_our_first_entry_is_told_our_name_in_UTF8_at_once()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "早", null, null));
        fixture.Peer.Version = "1_iptux 0.8.3";
        fixture.Peer.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                fixture.Peer.Say(fixture.Node.EndPoint, 0x103, "tux\0linux\0icon.png\0utf-8\0");
        };
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(250);
        var answer = Assert.Single(fixture.Peer.All(Command.AnswerEntry));
        Assert.Equal((250L, "早"), (answer.At, answer.Text));

        // Its further answers get none.
        fixture.Receive(0x103, "tux\0linux\0icon.png\0utf-8\0");
        Assert.Single(fixture.Peer.All(Command.AnswerEntry));
        // The repeated entry is in UTF-8 now.
        fixture.Lan.Run(5_000);
        Assert.Equal("早", fixture.Peer.All(Command.Entry)[^1].Text);
    }
}
