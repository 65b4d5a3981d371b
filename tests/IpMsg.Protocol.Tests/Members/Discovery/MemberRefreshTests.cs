using System.Linq;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class RefreshTests
{
    private static Stage WithTwo(out ScriptedPeer lively)
    {
        var stage = new Stage();
        stage.Meet();
        var other = lively = stage.AnotherPeer(3, "lively");
        stage.Meet(lively);
        lively.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                other.Say(stage.Node.EndPoint, Stage.AnswerEntry, "lively\0\0");
        };
        stage.Lan.Run(60_000);
        return stage;
    }

    [Fact]
    public void Who_keeps_silent_is_asked_by_broadcast_then_singly_and_is_gone_after_ten_seconds()
    {
        var stage = WithTwo(out var lively);
        stage.Node.Do((machine, now) => machine.Refresh(now));
        stage.Lan.Run(9_999);
        Assert.Equal(2, stage.Machine.MemberCount);
        stage.Lan.Run(1);

        Assert.Equal(["lively"], stage.Machine.Members.Select(each => each.UserName));
        Assert.Equal([(60_000L, Command.NoOperation), (60_250L, Command.Entry), (62_000L, Command.Entry), (65_250L, Command.Entry)],
            stage.Peer.Heard.Select(each => (each.At, each.Command)));
        Assert.Equal([60_250L, 65_250L], lively.All(Command.Entry).Select(each => each.At));
    }

    [Fact]
    public void A_second_refresh_within_five_seconds_joins_the_first_and_a_later_one_begins_anew()
    {
        var stage = WithTwo(out _);
        var first = stage.Node.Do((machine, now) => machine.Refresh(now));
        stage.Lan.Run(4_999);
        var second = stage.Node.Do((machine, now) => machine.Refresh(now));
        stage.Lan.Run(1);
        var third = stage.Node.Do((machine, now) => machine.Refresh(now));

        Assert.Equal(first, second);
        Assert.Equal(5_000, third.Milliseconds - first.Milliseconds);
        stage.Lan.Run(0);
        Assert.Equal([60_000L, 65_000L], stage.Peer.All(Command.NoOperation).Select(each => each.At));
    }

    [Fact]
    public void Who_answers_only_when_asked_singly_stays()
    {
        var stage = WithTwo(out _);
        // The second entry that it hears is the one by unicast.
        int entries = 0;
        stage.Peer.Reacts = packet =>
        {
            if (packet.Command == Command.Entry && ++entries == 2)
                stage.Peer.Say(stage.Node.EndPoint, Stage.AnswerEntry, "peer\0\0");
        };
        stage.Node.Do((machine, now) => machine.Refresh(now));
        stage.Lan.Run(20_000);

        Assert.Equal(2, stage.Machine.MemberCount);
    }
}
