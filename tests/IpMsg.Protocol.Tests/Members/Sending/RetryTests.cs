using System;
using System.Linq;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class RetryTests
{
    [Fact]
    public void R44_an_unconfirmed_message_is_sent_five_times_a_second_apart_and_then_said_to_have_failed()
    {
        var stage = new Stage();
        stage.Meet();
        var delivery = stage.Send("Hello");
        stage.Lan.RunUntilQuiet();

        Assert.Equal([0L, 1_000L, 2_000L, 3_000L, 4_000L], stage.Peer.Heard.Select(each => each.At));
        Assert.Equal((DeliveryStatus.Unconfirmed, 5), (delivery.Status, delivery.Attempts));
        Assert.Equal((5_000L, MemberActionKind.Delivered, delivery), stage.Node.Told.Last());
        Assert.Equal((0, 1), (stage.Machine.Counters.Confirmed, stage.Machine.Counters.Unconfirmed));
    }

    [Fact]
    public void R44_the_transmissions_are_identical_but_for_64_NULs_behind_the_fourth_and_fifth()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Send("Hello");
        stage.Lan.RunUntilQuiet();

        byte[] first = stage.Peer.Heard[0].Bytes;
        Assert.Equal(0, first[^1]);
        Assert.Equal([first, first, first, [.. first, .. new byte[64]], [.. first, .. new byte[64]]], stage.Peer.Heard.Select(each => each.Bytes));
    }

    [Fact]
    public void R44_a_confirmation_after_the_second_transmission_stops_the_rest()
    {
        var stage = new Stage();
        stage.Meet();
        var delivery = stage.Send("Hello");
        stage.Lan.Run(1_250);
        stage.Hears(0x21, delivery.Number + "\0");
        stage.Lan.RunUntilQuiet();

        Assert.Equal(2, stage.Peer.Heard.Count);
        Assert.Equal((DeliveryStatus.Confirmed, 2, TimeSpan.FromMilliseconds(1_250)), (delivery.Status, delivery.Attempts, delivery.RoundTrip));
        Assert.Equal(1, stage.Count(MemberActionKind.Delivered));
    }

    [Fact]
    public void R45_a_confirmation_from_elsewhere_or_of_another_number_does_not_stop_the_repetitions()
    {
        var stage = new Stage();
        var samePc = stage.AnotherPeer(2, "peer", port: 2426);
        var sameUser = stage.AnotherPeer(3, "peer");
        stage.Meet();
        var delivery = stage.Send("Hello");
        stage.HearsFrom(samePc, 0x21, delivery.Number + "\0");
        stage.HearsFrom(sameUser, 0x21, delivery.Number + "\0");
        stage.Hears(0x21, delivery.Number + 1 + "\0");
        stage.Hears(0x21, "\0");
        stage.Hears(0x21, "garbage");
        stage.Lan.RunUntilQuiet();

        Assert.Equal(5, stage.Peer.Heard.Count);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
    }

    [Fact]
    public void R46_a_number_that_was_printed_signed_still_matches()
    {
        var lan = new SimulatedLan(1, LanConditions.Perfect);
        var peer = new ScriptedPeer(lan, Stage.At(2));
        var machine = new MemberMachine(Stage.Settings(), new OneNumber(4_000_000_000), new SeededRandom(1));
        var delivery = machine.Compose(lan.Moment, new OutgoingMessage("x"), [peer.EndPoint]).Deliveries.Single();
        machine.Dispatch(lan.Moment, [delivery]);
        machine.Receive(lan.Moment, "1:5:peer:PEER-PC:33:-294967296\0"u8, peer.EndPoint);

        Assert.Equal((4_000_000_000u, DeliveryStatus.Confirmed), (delivery.Number, delivery.Status));
    }

    [Fact]
    public void A_late_confirmation_turns_unconfirmed_into_confirmed()
    {
        var stage = new Stage();
        stage.Meet();
        var delivery = stage.Send("Hello");
        stage.Lan.Run(8_000);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        stage.Hears(0x21, delivery.Number + "\0");
        stage.Hears(0x21, delivery.Number + "\0");

        Assert.Equal((DeliveryStatus.Confirmed, null, TimeSpan.FromSeconds(8)), (delivery.Status, delivery.Reason, delivery.RoundTrip));
        Assert.Equal(2, stage.Count(MemberActionKind.Delivered));
        Assert.Equal((1, 0), (stage.Machine.Counters.Confirmed, stage.Machine.Counters.Unconfirmed));
    }

    [Fact]
    public void Sent_again_a_message_goes_under_its_own_number_with_the_same_bytes()
    {
        var stage = new Stage();
        stage.Meet();
        var delivery = stage.Send("Hello");
        stage.Lan.RunUntilQuiet();
        byte[] bytes = stage.Peer.Heard[0].Bytes;
        stage.Peer.Forget();
        stage.PeerConfirms();
        stage.Node.Do((machine, now) => machine.Dispatch(now, [delivery]));
        stage.Lan.RunUntilQuiet();

        Assert.Equal(bytes, stage.Peer.Heard.Single().Bytes);
        Assert.Equal((DeliveryStatus.Confirmed, 1), (delivery.Status, delivery.Attempts));
        Assert.Equal((1, 0), (stage.Machine.Counters.Confirmed, stage.Machine.Counters.Unconfirmed));
    }

    [Fact]
    public void The_users_patience_ends_a_delivery_early()
    {
        var stage = new Stage();
        stage.Meet();
        var delivery = stage.Send(new OutgoingMessage("Hello") { TimeoutMs = 1_500 }, stage.Peer.EndPoint).Single();
        stage.Lan.RunUntilQuiet();

        Assert.Equal((1_500L, MemberActionKind.Delivered), (stage.Node.Told.Last().At, stage.Node.Told.Last().Kind));
        Assert.Equal((DeliveryStatus.Unconfirmed, 2), (delivery.Status, delivery.Attempts));
        Assert.NotNull(delivery.Reason);
    }

    [Fact]
    public void A_long_patience_does_not_stretch_the_five_transmissions()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Send(new OutgoingMessage("Hello") { TimeoutMs = 60_000 }, stage.Peer.EndPoint);
        stage.Lan.RunUntilQuiet();

        Assert.Equal(5_000, stage.Node.Told.Last().At);
        Assert.Equal(1, stage.Count(MemberActionKind.Delivered));
    }

    [Fact]
    public void Given_up_from_outside_a_delivery_ends_with_that_status_and_reason()
    {
        var stage = new Stage();
        stage.Meet();
        var delivery = stage.Send("Hello");
        stage.Node.Do((machine, now) => machine.GiveUp(now, delivery, DeliveryStatus.Refused, "No route."));
        stage.Node.Do((machine, now) => machine.GiveUp(now, delivery, DeliveryStatus.Unconfirmed, "Again."));
        stage.Lan.RunUntilQuiet();

        Assert.Single(stage.Peer.Heard);
        Assert.Equal((DeliveryStatus.Refused, "No route."), (delivery.Status, delivery.Reason));
        Assert.Equal(1, stage.Count(MemberActionKind.Delivered));
    }

    private sealed class OneNumber(uint number) : IPacketNumbers
    {
        public uint Next(Moment now) => number;
    }
}
