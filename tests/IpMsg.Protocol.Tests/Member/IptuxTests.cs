using System.Linq;
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
