using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>Deliveries that are on the disk before they leave, and are repeated as they were.</summary>
public class QueuedDeliveryTests
{
    private const uint Confirms = 0x21;

    private readonly MemberFixture _fixture = new();

    private Delivery Send(OutgoingMessage message) => _fixture.Send(message with { IsQueued = true }, _fixture.Peer.EndPoint).Single();

    private int Requests => _fixture.Node.Told.Count(static each => each.Event is DeliveryPersistRequested);

    [Fact]
    public void Nothing_leaves_before_it_is_on_the_disk()
    {
        _fixture.Reach();
        var delivery = Send(new OutgoingMessage("Hello"));
        _fixture.Lan.RunUntilQuiet();
        Assert.Empty(_fixture.Peer.All(Command.SendMessage));
        Assert.Equal(1, Requests);
        Assert.Equal((DeliveryStatus.Pending, 0), (delivery.Status, delivery.Attempts));

        _fixture.Node.Do((machine, now) => machine.Persisted(now, delivery));
        _fixture.Lan.Run(0);
        var sent = Assert.Single(_fixture.Peer.All(Command.SendMessage));
        Assert.Equal(delivery.Bytes.Take(delivery.Length), sent.Bytes);
        _fixture.Receive(Confirms, delivery.Number + "\0");
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        // A second report changes nothing.
        _fixture.Node.Do((machine, now) => machine.Persisted(now, delivery));
        Assert.Single(_fixture.Peer.All(Command.SendMessage));
    }

    [Fact]
    public void The_next_message_waits_until_the_one_before_is_on_the_disk()
    {
        _fixture.Reach();
        var first = Send(new OutgoingMessage("first"));
        var second = _fixture.Send("second");
        _fixture.PeerConfirms();
        Assert.Empty(_fixture.Peer.All(Command.SendMessage));
        _fixture.Node.Do((machine, now) => machine.Persisted(now, first));
        _fixture.Lan.RunUntilQuiet();
        var numbers = _fixture.Peer.All(Command.SendMessage).Select(static each => each.NumberText);
        Assert.Equal([$"{first.Number}", $"{second.Number}"], numbers);
    }

    [Fact]
    public void One_that_the_disk_does_not_take_ends_without_a_transmission()
    {
        _fixture.Reach();
        var delivery = Send(new OutgoingMessage("Hello") { Files = [Offers.OfferSteps.File("a")] });
        _fixture.Node.Do((machine, now) => machine.GiveUp(now, delivery, DeliveryStatus.Unconfirmed, "The disk is full."));
        _fixture.Lan.RunUntilQuiet();
        Assert.Equal((DeliveryStatus.Unconfirmed, 0), (delivery.Status, delivery.Attempts));
        Assert.Empty(_fixture.Peer.All(Command.SendMessage));
        Assert.Empty(_fixture.Machine.Offers);
    }

    [Fact]
    public void A_later_process_repeats_the_datagram_with_its_number_and_its_files()
    {
        var message = new OutgoingMessage("Hello") { Files = [Offers.OfferSteps.File("a"), Offers.OfferSteps.File("b")], IsQueued = true };
        _fixture.Reach();
        var first = Send(message);
        byte[] bytes = [.. first.Bytes.Take(first.Length)];

        var later = new MemberFixture();
        later.Reach();
        var earlier = new SentDatagram(first.Number, bytes)
        {
            Nonce = first.MessageForm.Nonce,
            FirstFileId = first.Offers[0].Attachment.Id,
        };
        var again = later.Node.Do((machine, now) => machine.Recompose(now, message, later.Peer.EndPoint, earlier)).Deliveries.Single();
        Assert.Equal(first.Offers.Select(static each => each.Attachment.Id), again.Offers.Select(static each => each.Attachment.Id));
        later.Node.Do((machine, now) => machine.Dispatch(now, [again]));
        later.Node.Do((machine, now) => machine.Persisted(now, again));
        later.Lan.Run(0);
        Assert.Equal(bytes, Assert.Single(later.Peer.All(Command.SendMessage)).Bytes);
    }

    [Fact]
    public void A_late_confirmation_ends_a_queued_delivery()
    {
        _fixture.Reach();
        var delivery = Send(new OutgoingMessage("Hello"));
        _fixture.Node.Do((machine, now) => machine.Persisted(now, delivery));
        Assert.False(_fixture.Machine.MarkQueued(delivery));
        _fixture.Lan.RunUntilQuiet();
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        Assert.True(_fixture.Machine.MarkQueued(delivery));
        Assert.Equal(DeliveryStatus.Queued, delivery.Status);
        _fixture.Receive(Confirms, delivery.Number + "\0");
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.False(_fixture.Machine.MarkQueued(delivery));
    }
}
