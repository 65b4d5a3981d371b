using System.Linq;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class MemberRefreshTests
{
    private static MemberFixture WithTwo(out ScriptedPeer lively)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var other = lively = fixture.AnotherPeer(3, "lively");
        fixture.Meet(lively);
        lively.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                other.Say(fixture.Node.EndPoint, MemberFixture.AnswerEntry, "lively\0\0");
        };
        fixture.Lan.Run(60_000);
        return fixture;
    }

    [Fact]
    public void Who_keeps_silent_is_asked_by_broadcast_then_singly_and_is_gone_after_ten_seconds()
    {
        var fixture = WithTwo(out var lively);
        fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(9_999);
        Assert.Equal(2, fixture.Machine.MemberCount);
        fixture.Lan.Run(1);

        Assert.Equal(["lively"], fixture.Machine.Members.Select(each => each.UserName));
        Assert.Equal([(60_000L, Command.NoOperation), (60_250L, Command.Entry), (62_000L, Command.Entry), (65_250L, Command.Entry)],
            fixture.Peer.Received.Select(each => (each.At, each.Command)));
        Assert.Equal([60_250L, 65_250L], lively.All(Command.Entry).Select(each => each.At));
    }

    [Fact]
    public void A_second_refresh_within_five_seconds_joins_the_first_and_a_later_one_begins_anew()
    {
        var fixture = WithTwo(out _);
        var first = fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(4_999);
        var second = fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(1);
        var third = fixture.Node.Do((machine, now) => machine.Refresh(now));

        Assert.Equal(first, second);
        Assert.Equal(5_000, third.Milliseconds - first.Milliseconds);
        fixture.Lan.Run(0);
        Assert.Equal([60_000L, 65_000L], fixture.Peer.All(Command.NoOperation).Select(each => each.At));
    }

    [Fact]
    public void Who_answers_only_when_asked_singly_stays()
    {
        var fixture = WithTwo(out _);
        // The second entry that it hears is the one by unicast.
        int entries = 0;
        fixture.Peer.Reacts = packet =>
        {
            if (packet.Command == Command.Entry && ++entries == 2)
                fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.AnswerEntry, "peer\0\0");
        };
        fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(20_000);

        Assert.Equal(2, fixture.Machine.MemberCount);
    }
}
