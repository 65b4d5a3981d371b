using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>Which confirmations count (R45): those of something that was transmitted, from the recipient's own addresses.</summary>
public class ConfirmationSourceTests
{
    private const uint Confirms = 0x21, Reads = 0x30, Discards = 0x31;

    private readonly MemberFixture _fixture = new();

    [Theory]
    [InlineData(EncryptionPolicy.Auto)]
    [InlineData(EncryptionPolicy.Required)]
    [Rule(45)]
    public void R45_a_confirmation_before_the_first_transmission_is_a_forgery(EncryptionPolicy policy)
    {
        var fixture = new EncryptionFixture(policy: policy);
        var alice = fixture.Alice();
        alice.GivesKey = false;
        var delivery = fixture.Send("secret", alice.EndPoint, wait: 0);
        Assert.Equal((DeliveryStatus.Pending, 0), (delivery.Status, delivery.Attempts));
        alice.Wire.Say(fixture.Node.EndPoint, Confirms, delivery.Number + "\0");
        fixture.Lan.Run(0);

        Assert.Equal((DeliveryStatus.Pending, 1L), (delivery.Status, fixture.Machine.Counters.WrongConfirmations));
    }

    [Fact]
    [Rule(45)]
    public void R45_a_confirmation_of_a_message_that_waits_in_the_queue_is_a_forgery()
    {
        _fixture.Meet();
        _fixture.Send("first");
        var second = _fixture.Send("second");
        _fixture.Receive(Confirms, second.Number + "\0");

        Assert.Equal((DeliveryStatus.Pending, 0), (second.Status, second.Attempts));
    }

    [Fact]
    [Rule(45)]
    public void R45_a_message_sent_again_may_be_confirmed_for_its_earlier_transmissions_while_it_waits()
    {
        _fixture.Meet();
        var first = _fixture.Send("first");
        _fixture.Lan.RunUntilQuiet();
        Assert.Equal(DeliveryStatus.Unconfirmed, first.Status);
        _fixture.Send("second");
        _fixture.Node.Do((machine, now) => machine.Dispatch(now, [first]));
        _fixture.Receive(Confirms, first.Number + "\0");

        Assert.Equal((DeliveryStatus.Confirmed, 5), (first.Status, first.Attempts));
    }

    [Fact]
    [Rule(45)]
    public void R45_a_member_with_two_addresses_may_confirm_from_the_other_one()
    {
        var other = _fixture.AnotherPeer(3, "peer");
        _fixture.Meet();
        _fixture.Meet(other);
        Assert.Equal(_fixture.Peer.EndPoint, _fixture.Known().EndPoint);
        var delivery = _fixture.Send("Hello");
        _fixture.ReceiveFrom(other, Confirms, delivery.Number + "\0");

        Assert.Equal((DeliveryStatus.Confirmed, 1), (delivery.Status, delivery.Attempts));
    }

    [Fact]
    [Rule(45)]
    public void R45_after_a_move_the_former_address_still_confirms()
    {
        var other = _fixture.AnotherPeer(3, "peer");
        _fixture.Meet();
        _fixture.Lan.Run(8_000);
        _fixture.Meet(other);
        Assert.Equal(other.EndPoint, _fixture.Known().EndPoint);
        var delivery = _fixture.Send("Hello", other.EndPoint);
        _fixture.Receive(Confirms, delivery.Number + "\0");

        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
    }

    [Fact]
    [Rule(45)]
    public void R45_an_unknown_address_is_asked_and_counts_once_it_has_answered()
    {
        var other = _fixture.AnotherPeer(3, "peer");
        _fixture.Meet();
        var delivery = _fixture.Send("Hello");
        _fixture.ReceiveFrom(other, Confirms, delivery.Number + "\0");
        Assert.Equal(DeliveryStatus.Pending, delivery.Status);
        Assert.Equal(Command.Entry, other.Received.Single().Command);

        _fixture.Meet(other);
        _fixture.Lan.Run(1_000);
        _fixture.ReceiveFrom(other, Confirms, delivery.Number + "\0");
        Assert.Equal((DeliveryStatus.Confirmed, 2), (delivery.Status, delivery.Attempts));
    }

    [Fact]
    [Rule(45)]
    public void R45_confirmations_from_unknown_addresses_make_us_ask_once_a_second_at_most()
    {
        var other = _fixture.AnotherPeer(3, "peer");
        _fixture.Meet();
        var delivery = _fixture.Send("Hello");
        for (int i = 0; i < 100; i++)
            _fixture.ReceiveFrom(other, Confirms, delivery.Number + "\0");

        Assert.Single(other.Received);
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("peer2")]
    [Rule(45)]
    public void R45_the_name_of_another_member_does_not_confirm(string name)
    {
        var other = _fixture.AnotherPeer(3, name);
        _fixture.Meet();
        _fixture.Meet(other);
        var delivery = _fixture.Send("Hello");
        _fixture.ReceiveFrom(other, Confirms, delivery.Number + "\0");

        Assert.Equal(DeliveryStatus.Pending, delivery.Status);
        Assert.Equal(1, _fixture.Known(name).WrongConfirmations);
    }

    [Fact]
    [Rule(45)]
    public void R45_a_mere_address_may_be_one_of_a_member_that_is_known_at_another()
    {
        _fixture.Meet();
        var delivery = _fixture.Send("Hello", MemberFixture.At(22));
        _fixture.Receive(Confirms, delivery.Number + "\0");

        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
    }

    [Fact]
    [Rule(45)]
    public void R45_of_several_mere_addresses_nobody_can_tell_which_one_is_meant()
    {
        _fixture.Meet();
        var deliveries = _fixture.Send(new OutgoingMessage("Hello"), MemberFixture.At(22), MemberFixture.At(23));
        _fixture.Receive(Confirms, deliveries[0].Number + "\0");

        Assert.All(deliveries, each => Assert.Equal(DeliveryStatus.Pending, each.Status));
    }

    [Fact]
    [Rule(45)]
    public void R45_a_late_confirmation_counts_from_the_other_address_too()
    {
        var other = _fixture.AnotherPeer(3, "peer");
        _fixture.Meet();
        _fixture.Meet(other);
        var delivery = _fixture.Send("Hello");
        _fixture.Lan.RunUntilQuiet();
        _fixture.ReceiveFrom(other, Confirms, delivery.Number + "\0");

        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [Rule(50, 52)]
    public void R50_and_R52_read_and_discard_notices_count_from_the_other_address_only_where_it_is_known(bool isKnown, bool isRead)
    {
        var other = _fixture.AnotherPeer(3, "peer");
        _fixture.Meet();
        if (isKnown)
            _fixture.Meet(other);
        var delivery = _fixture.Send(new OutgoingMessage("Hello") { IsSealed = true }, _fixture.Peer.EndPoint).Single();
        _fixture.ReceiveFrom(other, isRead ? Reads : Discards, delivery.Number + "\0");

        Assert.Equal((isKnown && isRead, isKnown && !isRead), (delivery.OpenedAt is not null, delivery.DiscardedAt is not null));
    }

    [Fact]
    [Rule(50)]
    public void R50_a_read_notice_of_a_message_that_was_never_transmitted_is_a_forgery()
    {
        _fixture.Meet();
        _fixture.Send("first");
        var second = _fixture.Send(new OutgoingMessage("second") { IsSealed = true }, _fixture.Peer.EndPoint).Single();
        _fixture.Receive(Reads, second.Number + "\0");

        Assert.Null(second.OpenedAt);
    }

    [Fact]
    [Rule(45)]
    public void R45_wrong_numbers_are_counted_for_the_member_and_repeated_right_ones_are_not()
    {
        _fixture.Meet();
        var delivery = _fixture.Send("Hello");
        for (uint i = 1; i <= 50; i++)
            _fixture.Receive(Confirms, delivery.Number + i + "\0");
        for (int i = 0; i < 3; i++)
            _fixture.Receive(Confirms, delivery.Number + "\0");
        _fixture.Meet(word: MemberFixture.Absence);

        Assert.Equal((50, 50L), (_fixture.Known().WrongConfirmations, _fixture.Machine.Counters.WrongConfirmations));
    }
}
