using System.Linq;
using System.Text;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class IptuxTests
{
    private static Stage WithIptux()
    {
        var stage = new Stage();
        stage.Peer.Version = "1_iptux 0.8.3";
        stage.Hears(0x103, "tux\0linux\0icon.png\0utf-8\0");
        return stage;
    }

    [Fact]
    public void R96_an_iptux_entry_gives_nick_group_version_and_is_not_absent()
    {
        var member = WithIptux().Known();

        Assert.Equal(("tux", "linux", false, TextHabit.SaysUtf8), (member.NickName, member.GroupName, member.IsAbsent, member.Habit));
        Assert.Equal((ClientDialect.Iptux, "iptux 0.8.3"), (member.Dialect, member.ClientVersion));
    }

    [Fact]
    public void Text_to_iptux_is_UTF8_without_the_flag()
    {
        var stage = WithIptux();
        stage.Send("テスト");

        Assert.Equal((0x120u, "テスト"), (stage.Peer.Heard.Single().CommandWord, stage.Peer.Heard.Single().Text));
    }

    [Fact]
    public void A_name_beyond_ASCII_follows_each_announcement_in_UTF8_alone()
    {
        var stage = WithIptux();
        stage.Node.Do((machine, now) => machine.SetNetworks([stage.Peer.EndPoint], [], 2425));
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.Lan.Run(2_000);
        Assert.DoesNotContain(stage.Peer.Heard.SkipWhile(each => each.Command != Command.Entry), each => each.Command == Command.AnswerEntry);
        stage.Peer.Forget();
        stage.Node.Do((machine, now) => machine.SetPresence(now, "早", null, null));
        stage.Lan.Run(300);

        Assert.Equal([Command.NoOperation, Command.Absence, Command.AnswerEntry], stage.Peer.Heard.Select(each => each.Command));
        Assert.Equal("早", stage.Peer.Heard.Last().Text);
        stage.Node.Do((machine, now) => machine.Introduce(now, stage.Peer.EndPoint));
        stage.Lan.Run(0);
        Assert.Equal((Command.Entry, "早"), (stage.Peer.Heard.Last().Command, stage.Peer.Heard.Last().Text));
    }

    [Theory]
    [InlineData("早", 1)]
    [InlineData("early", 0)]
    public void A_new_iptux_that_took_us_for_UTF16_gets_one_entry_in_UTF8(string nick, int entries)
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.SetPresence(now, nick, null, null));
        for (int i = 0; i < 3; i++)
            stage.Node.Do((machine, now) => machine.Receive(now, [0xFF, 0xFE, (byte)'1', 0, 0xFF, 0xFE, 0x44, 0x7D], stage.Peer.EndPoint));
        stage.Lan.Run(0);

        Assert.Equal(entries, stage.Peer.Heard.Count);
        Assert.All(stage.Peer.Heard, each => Assert.Equal((Command.Entry, nick), (each.Command, each.Text)));
    }

    [Theory]
    [InlineData("\xE5\x85\x94", 65001)]
    [InlineData("\x93\x65", 932)]
    public void One_that_is_known_gets_it_in_the_encoding_that_it_writes(string nick, int codePage)
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.SetPresence(now, "早", null, null));
        byte[] entry = [.. ("1_iptux 0.8.3:1:tux:TUX-PC:257:" + nick + "\0\0icon.png\0utf-8\0").Select(each => (byte)each)];
        stage.Node.Do((machine, now) => machine.Receive(now, entry, stage.Peer.EndPoint));
        stage.Lan.RunUntilQuiet();
        stage.Peer.Forget();
        stage.Node.Do((machine, now) => machine.Receive(now, [0xFF, 0xFE, (byte)'1', 0, 0xFF, 0xFE, 0x44, 0x7D], stage.Peer.EndPoint));
        stage.Lan.Run(0);

        var heard = Assert.Single(stage.Peer.Heard);
        Assert.Equal((Command.Entry, "早"), (heard.Command, Encoding.GetEncoding(codePage).GetString(heard.BodyBytes)));
    }

    [Fact]
    public void An_old_number_goes_out_right_behind_an_entry_that_makes_iptux_forget_newer_ones()
    {
        var stage = WithIptux();
        var first = stage.Send("first");
        stage.Lan.RunUntilQuiet();
        stage.Peer.Forget();
        var second = stage.Send("second");
        stage.Node.Do((machine, now) => machine.Dispatch(now, [first]));
        stage.Lan.Run(100);
        stage.PeerConfirms();
        stage.Lan.RunUntilQuiet();

        Assert.Equal(DeliveryStatus.Confirmed, first.Status);
        Assert.Equal(["second", "second", "", "first"], stage.Peer.Heard.Select(each => each.Command == Command.Entry ? "" : each.Body));
        Assert.True(second.Number > first.Number);
    }
}
