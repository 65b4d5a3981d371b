using System;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

public class RetryTests
{
    [Fact]
    [Rule(44)]
    public void R44_an_unconfirmed_message_is_sent_five_times_a_second_apart_and_then_said_to_have_failed()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var delivery = fixture.Send("Hello");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([0L, 1_000L, 2_000L, 3_000L, 4_000L], fixture.Peer.Received.Select(each => each.At));
        Assert.Equal((DeliveryStatus.Unconfirmed, 5), (delivery.Status, delivery.Attempts));
        Assert.Equal((5_000L, new DeliveryChanged(delivery, DeliveryChange.Unconfirmed)), fixture.Node.Told.Last());
        Assert.Equal((0, 1), (fixture.Machine.Counters.Confirmed, fixture.Machine.Counters.Unconfirmed));
    }

    [Fact]
    [Rule(44)]
    public void R44_the_transmissions_are_identical_but_for_64_NULs_behind_the_fourth_and_fifth()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send("Hello");
        fixture.Lan.RunUntilQuiet();

        byte[] first = fixture.Peer.Received[0].Bytes;
        Assert.Equal(0, first[^1]);
        Assert.Equal([first, first, first, [.. first, .. new byte[64]], [.. first, .. new byte[64]]],
            fixture.Peer.Received.Select(each => each.Bytes));
    }

    [Fact]
    [Rule(44)]
    public void R44_a_confirmation_after_the_second_transmission_stops_the_rest()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var delivery = fixture.Send("Hello");
        fixture.Lan.Run(1_250);
        fixture.Receive(0x21, delivery.Number + "\0");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(2, fixture.Peer.Received.Count);
        Assert.Equal((DeliveryStatus.Confirmed, 2, TimeSpan.FromMilliseconds(1_250)),
            (delivery.Status, delivery.Attempts, delivery.RoundTrip));
        Assert.Equal(1, fixture.Count<DeliveryChanged>());
    }

    [Fact]
    [Rule(45)]
    public void R45_a_confirmation_from_elsewhere_or_of_another_number_does_not_stop_the_repetitions()
    {
        var fixture = new MemberFixture();
        var samePc = fixture.AnotherPeer(2, "peer", port: 2426);
        var sameUser = fixture.AnotherPeer(3, "peer");
        fixture.Meet();
        var delivery = fixture.Send("Hello");
        fixture.ReceiveFrom(samePc, 0x21, delivery.Number + "\0");
        fixture.ReceiveFrom(sameUser, 0x21, delivery.Number + "\0");
        fixture.Receive(0x21, delivery.Number + 1 + "\0");
        fixture.Receive(0x21, "\0");
        fixture.Receive(0x21, "garbage");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(5, fixture.Peer.Received.Count);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
    }

    [Fact]
    [Rule(46)]
    public void R46_a_number_that_was_printed_signed_still_matches()
    {
        var lan = new SimulatedLan(1, LanConditions.Perfect);
        var peer = new ScriptedPeer(lan, MemberFixture.At(2));
        var machine = new MemberMachine(MemberFixture.Settings(), new OneNumber(4_000_000_000), new SeededRandom(1));
        var delivery = machine.Compose(lan.Moment, new OutgoingMessage("x"), [peer.EndPoint]).Deliveries.Single();
        machine.Dispatch(lan.Moment, [delivery]);
        machine.Receive(lan.Moment, "1:5:peer:PEER-PC:33:-294967296\0"u8, peer.EndPoint);

        Assert.Equal((4_000_000_000u, DeliveryStatus.Confirmed), (delivery.Number, delivery.Status));
    }

    [Fact]
    public void A_late_confirmation_turns_unconfirmed_into_confirmed()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var delivery = fixture.Send("Hello");
        fixture.Lan.Run(8_000);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        fixture.Receive(0x21, delivery.Number + "\0");
        fixture.Receive(0x21, delivery.Number + "\0");

        Assert.Equal((DeliveryStatus.Confirmed, null, TimeSpan.FromSeconds(8)), (delivery.Status, delivery.Reason, delivery.RoundTrip));
        Assert.Equal(2, fixture.Count<DeliveryChanged>());
        Assert.Equal((1, 0), (fixture.Machine.Counters.Confirmed, fixture.Machine.Counters.Unconfirmed));
    }

    [Fact]
    public void Sent_again_a_message_goes_under_its_own_number_with_the_same_bytes()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var delivery = fixture.Send("Hello");
        fixture.Lan.RunUntilQuiet();
        byte[] bytes = fixture.Peer.Received[0].Bytes;
        fixture.Peer.Forget();
        fixture.PeerConfirms();
        fixture.Node.Do((machine, now) => machine.Dispatch(now, [delivery]));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(bytes, fixture.Peer.Received.Single().Bytes);
        Assert.Equal((DeliveryStatus.Confirmed, 1), (delivery.Status, delivery.Attempts));
        Assert.Equal((1, 0), (fixture.Machine.Counters.Confirmed, fixture.Machine.Counters.Unconfirmed));
    }

    [Fact]
    public void The_users_patience_ends_a_delivery_early()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var delivery = fixture.Send(new OutgoingMessage("Hello") { TimeoutMs = 1_500 }, fixture.Peer.EndPoint).Single();
        fixture.Lan.RunUntilQuiet();

        Assert.Equal((1_500L, typeof(DeliveryChanged)), (fixture.Node.Told.Last().At, fixture.Node.Told.Last().Event.GetType()));
        Assert.Equal((DeliveryStatus.Unconfirmed, 2), (delivery.Status, delivery.Attempts));
        Assert.NotNull(delivery.Reason);
    }

    [Fact]
    public void A_long_patience_does_not_stretch_the_five_transmissions()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send(new OutgoingMessage("Hello") { TimeoutMs = 60_000 }, fixture.Peer.EndPoint);
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(5_000, fixture.Node.Told.Last().At);
        Assert.Equal(1, fixture.Count<DeliveryChanged>());
    }

    [Fact]
    public void Given_up_from_outside_a_delivery_ends_with_that_status_and_reason()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var delivery = fixture.Send("Hello");
        fixture.Node.Do((machine, now) => machine.GiveUp(now, delivery, DeliveryStatus.Refused, "No route."));
        fixture.Node.Do((machine, now) => machine.GiveUp(now, delivery, DeliveryStatus.Unconfirmed, "Again."));
        fixture.Lan.RunUntilQuiet();

        Assert.Single(fixture.Peer.Received);
        Assert.Equal((DeliveryStatus.Refused, "No route."), (delivery.Status, delivery.Reason));
        Assert.Equal(1, fixture.Count<DeliveryChanged>());
    }

    private sealed class OneNumber(uint number) : IPacketNumbers
    {
        public uint Next(Moment now) => number;
    }
}
