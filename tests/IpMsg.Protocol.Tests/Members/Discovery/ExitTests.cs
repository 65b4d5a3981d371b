using System.Linq;
using System.Net;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class FarewellTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(9, 2)]
    public void R29_whoever_entered_from_beyond_our_networks_hears_the_farewell_too(int network, int farewells)
    {
        var stage = new Stage();
        var mask = IPAddress.Parse("255.255.255.0");
        stage.Node.Do((machine, now) => machine.SetNetworks([], [new LocalNetwork(new IPAddress([10, 0, 0, 1]), mask)], 2425));
        var peer = stage.AnotherPeer(network == 1 ? 5 : 0x905, "carol");
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.HearsFrom(peer, Stage.Entry, "Carol\0\0");
        stage.Lan.Run(10_000);
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.Run(1_000);

        Assert.Equal(farewells, peer.All(Command.Exit).Count());
    }

    private static Stage Announced()
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.Lan.Run(6_000);
        stage.Peer.Forget();
        return stage;
    }

    [Fact]
    public void R29_a_stop_is_two_exits_100_ms_apart_and_then_the_end()
    {
        var stage = Announced();
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.RunUntilQuiet();

        Assert.Equal([(6_000L, Command.Exit), (6_100L, Command.Exit)], stage.Peer.Heard.Select(each => (each.At, each.Command)));
        Assert.Equal((6_100L, MemberActionKind.Stopped, null), stage.Node.Told.Last());
    }

    [Fact]
    public void R29_who_was_never_announced_leaves_only_its_acquaintances()
    {
        var stage = new Stage();
        var stranger = stage.AnotherPeer(3, "stranger");
        stage.Node.Do((machine, now) => machine.Introduce(now, stage.Peer.EndPoint));
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.RunUntilQuiet();

        Assert.Equal([Command.Entry, Command.Exit, Command.Exit], stage.Peer.Heard.Select(each => each.Command));
        Assert.Empty(stranger.Heard);
    }

    [Fact]
    public void A_stop_right_after_the_start_says_nothing_of_an_entry_any_more()
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.Lan.Run(100);
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.RunUntilQuiet();

        Assert.Equal([Command.NoOperation], stage.Peer.Heard.Select(each => each.Command));
        Assert.Equal(MemberActionKind.Stopped, stage.Node.Told.Last().Kind);
    }

    [Fact]
    public void A_stop_ends_everything_under_way_and_says_so()
    {
        var stage = Announced();
        stage.Meet();
        var sent = stage.Send("first");
        var queued = stage.Send("second");
        var request = new InfoRequest(stage.Peer.EndPoint, InfoKind.Version);
        stage.Node.Do((machine, now) => machine.Ask(now, request));
        var fetch = stage.Node.Do((machine, now) => machine.FetchHostList(now, stage.Peer.EndPoint));
        stage.Lan.Run(100);
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.RunUntilQuiet();

        Assert.Equal([DeliveryStatus.Unconfirmed, DeliveryStatus.Unconfirmed], new[] { sent, queued }.Select(each => each.Status));
        Assert.All([sent, queued], each => Assert.NotNull(each.Reason));
        Assert.True(request.IsEnded);
        Assert.Null(request.Answer);
        Assert.Equal(HostListStatus.TimedOut, fetch.Status);
        Assert.Equal([2, 1, 1], new[] { MemberActionKind.Delivered, MemberActionKind.Answered, MemberActionKind.ListFetched }.Select(stage.Count));
        Assert.Single(stage.Peer.All(Command.SendMessage));
    }

    [Fact]
    public void What_is_wished_after_a_stop_ends_at_once_and_sends_nothing()
    {
        var stage = Announced();
        stage.Meet();
        stage.Hears(Stage.Sealed, "sealed");
        var message = stage.Machine.Take(null)!;
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.Run(100);
        int heard = stage.Peer.Heard.Count;

        var delivery = stage.Send("too late");
        var request = new InfoRequest(stage.Peer.EndPoint, InfoKind.Version);
        stage.Node.Do((machine, now) => machine.Ask(now, request));
        var fetch = stage.Node.Do((machine, now) => machine.FetchHostList(now, null));
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.Node.Do((machine, now) => machine.Refresh(now));
        stage.Node.Do((machine, now) => machine.SetPresence(now, "Nobody", null, null));
        stage.Node.Do((machine, now) => machine.Introduce(now, stage.Peer.EndPoint));
        stage.Node.Do((machine, now) => machine.Open(now, message));
        stage.Lan.RunUntilQuiet();

        Assert.Equal(heard, stage.Peer.Heard.Count);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        Assert.True(request.IsEnded);
        Assert.Equal(HostListStatus.TimedOut, fetch.Status);
        Assert.Equal([1, 1, 1, 1], new[] { MemberActionKind.Delivered, MemberActionKind.Answered, MemberActionKind.ListFetched, MemberActionKind.Stopped }.Select(stage.Count));
    }

    [Fact]
    public void Nothing_is_answered_after_the_first_farewell()
    {
        var stage = Announced();
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Hears(Stage.Confirmed, "hello");
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Hears(0x40);
        stage.Lan.RunUntilQuiet();

        Assert.Equal([Command.Exit, Command.Exit], stage.Peer.Heard.Select(each => each.Command));
    }
}
