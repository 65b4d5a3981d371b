using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class ExitTests
{
    [Theory]
    [InlineData(1, true, 0)]
    [InlineData(9, true, 2)]
    [InlineData(9, false, 0)]
    [Rule(29)]
    public void R29_a_member_of_another_network_that_has_answered_gets_the_exit_too(int network, bool answers, int farewells)
    {
        var fixture = InOneNetwork();
        var peer = fixture.AnotherPeer(network == 1 ? 5 : 0x905, "carol");
        peer.Reacts = packet =>
        {
            if (answers && packet.Command == Command.Entry)
                peer.Say(fixture.Node.EndPoint, MemberFixture.AnswerEntry, "Carol\0\0");
        };
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.ReceiveFrom(peer, MemberFixture.Entry, "Carol\0\0");
        fixture.Lan.Run(10_000);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.Run(1_000);

        Assert.Equal(farewells, peer.All(Command.Exit).Count);
    }

    // It is known by its own entry, and has confirmed a message. So nothing was sent to it as to a stranger, which lasts for a minute.
    [Theory]
    [InlineData(1, true, 0)]
    [InlineData(9, true, 2)]
    [InlineData(9, false, 0)]
    [Rule(29, 120)]
    public void R29_R120_so_does_a_member_of_another_network_that_has_confirmed_a_message(int network, bool confirms, int exits)
    {
        var fixture = InOneNetwork();
        var peer = fixture.AnotherPeer(network == 1 ? 5 : 0x905, "carol");
        peer.Reacts = packet =>
        {
            if (confirms && packet.Command == Command.SendMessage)
                peer.Say(fixture.Node.EndPoint, 0x21, packet.NumberText + "\0");
        };
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.ReceiveFrom(peer, MemberFixture.Entry, "Carol\0\0");
        fixture.Lan.Run(10_000);
        var delivery = Assert.Single(fixture.Send(new OutgoingMessage("hello"), peer.EndPoint));
        fixture.Lan.Run(120_000);
        Assert.Equal(confirms, delivery.Status == DeliveryStatus.Confirmed);
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "")));
        fixture.Lan.Run(1_000);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.Run(1_000);

        Assert.Equal((exits / 2, exits), (peer.All(Command.Absence).Count, peer.All(Command.Exit).Count));
    }

    private static MemberFixture InOneNetwork()
    {
        var fixture = new MemberFixture();
        var mask = IPAddress.Parse("255.255.255.0");
        fixture.Node.Do((machine, now) => machine.SetNetworks([], [new LocalNetwork(new IPAddress([10, 0, 0, 1]), mask)], 2425));
        return fixture;
    }

    private static MemberFixture Announced()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(6_000);
        fixture.Peer.Forget();
        return fixture;
    }

    [Fact]
    [Rule(29)]
    public void R29_a_stop_is_two_exits_100_ms_apart_and_then_the_end()
    {
        var fixture = Announced();
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([(6_000L, Command.Exit), (6_100L, Command.Exit)], fixture.Peer.Received.Select(each => (each.At, each.Command)));
        Assert.Equal((6_100L, new ExitSent()), fixture.Node.Told.Last());
    }

    [Fact]
    [Rule(29)]
    public void R29_who_was_never_announced_leaves_only_its_acquaintances()
    {
        var fixture = new MemberFixture();
        var stranger = fixture.AnotherPeer(3, "stranger");
        fixture.Node.Do((machine, now) => machine.Introduce(now, fixture.Peer.EndPoint));
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([Command.Entry, Command.Exit, Command.Exit], fixture.Peer.Received.Select(each => each.Command));
        Assert.Empty(stranger.Received);
    }

    [Fact]
    public void A_stop_right_after_the_start_says_nothing_of_an_entry_any_more()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(100);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([Command.NoOperation], fixture.Peer.Received.Select(each => each.Command));
        Assert.IsType<ExitSent>(fixture.Node.Told.Last().Event);
    }

    [Fact]
    public void A_stop_ends_everything_under_way_and_says_so()
    {
        var fixture = Announced();
        fixture.Meet();
        var sent = fixture.Send("first");
        var queued = fixture.Send("second");
        var request = new InfoRequest(fixture.Peer.EndPoint, InfoKind.Version);
        fixture.Node.Do((machine, now) => machine.Ask(now, request));
        var listRequest = fixture.Node.Do((machine, now) => machine.FetchHostList(now, fixture.Peer.EndPoint));
        fixture.Lan.Run(100);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([DeliveryStatus.Unconfirmed, DeliveryStatus.Unconfirmed], new[] { sent, queued }.Select(each => each.Status));
        Assert.All([sent, queued], each => Assert.NotNull(each.Reason));
        Assert.True(request.IsEnded);
        Assert.Null(request.Answer);
        Assert.Equal(HostListStatus.TimedOut, listRequest.Status);
        Assert.Equal([2, 1, 1],
            [fixture.Count<DeliveryChanged>(), fixture.Count<InfoRequestEnded>(), fixture.Count<HostListRequestEnded>()]);
        Assert.Single(fixture.Peer.All(Command.SendMessage));
    }

    [Fact]
    public void What_is_wished_after_a_stop_ends_at_once_and_sends_nothing()
    {
        var fixture = Announced();
        fixture.Meet();
        fixture.Receive(MemberFixture.Sealed, "sealed");
        var message = fixture.Machine.Inbox.Dequeue()!;
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.Run(100);
        int heard = fixture.Peer.Received.Count;

        var delivery = fixture.Send("too late");
        var request = new InfoRequest(fixture.Peer.EndPoint, InfoKind.Version);
        fixture.Node.Do((machine, now) => machine.Ask(now, request));
        var listRequest = fixture.Node.Do((machine, now) => machine.FetchHostList(now, null));
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "Nobody", null, null));
        fixture.Node.Do((machine, now) => machine.Introduce(now, fixture.Peer.EndPoint));
        fixture.Node.Do((machine, now) => machine.Open(now, message));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(heard, fixture.Peer.Received.Count);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        Assert.True(request.IsEnded);
        Assert.Equal(HostListStatus.TimedOut, listRequest.Status);
        Assert.Equal([1, 1, 1, 1],
            [fixture.Count<DeliveryChanged>(), fixture.Count<InfoRequestEnded>(), fixture.Count<HostListRequestEnded>(),
                fixture.Count<ExitSent>()]);
    }

    [Fact]
    public void Nothing_is_answered_after_the_first_farewell()
    {
        var fixture = Announced();
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Receive(MemberFixture.Confirmed, "hello");
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Receive(0x40);
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([Command.Exit, Command.Exit], fixture.Peer.Received.Select(each => each.Command));
    }
}
