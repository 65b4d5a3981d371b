using System;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;
using Xunit;
using static IpMsg.Protocol.Tests.Members.Offers.OfferSteps;

namespace IpMsg.Protocol.Tests.Members.Offers;

public class OfferTests
{
    [Fact]
    [Rule(84)]
    public void R84_only_the_recipient_gets_it_from_the_address_to_which_it_was_offered()
    {
        var (fixture, offer) = Offered();
        var carol = fixture.AnotherPeer(3, "carol");
        fixture.Meet(carol);

        Assert.Null(Ask(fixture, offer, user: "carol"));
        Assert.Null(Ask(fixture, offer, host: "OTHER-PC"));
        Assert.Null(Ask(fixture, offer, from: carol.EndPoint.Address));
        Assert.Null(Ask(fixture, offer, user: "carol", host: "CAROL-PC", from: carol.EndPoint.Address));
        Assert.Null(Ask(fixture, offer, numberShift: 1));
        Assert.Null(Ask(fixture, offer, idShift: 1));
        Assert.Equal((OfferState.Waiting, null), (offer.State, offer.BeganAt));
        Assert.NotNull(Ask(fixture, offer, user: "PEER", host: "peer-pc"));
        Assert.NotNull(Ask(fixture, offer, from: fixture.Peer.EndPoint.Address.MapToIPv6()));
    }

    [Fact]
    [Rule(84)]
    public void R84_a_recipient_that_was_only_an_address_has_the_names_of_its_later_entry()
    {
        var fixture = new MemberFixture();
        var offer = fixture.Send(Message(File("a.txt")), fixture.Peer.EndPoint).Single().Offers.Single();
        Assert.NotNull(Ask(fixture, offer, user: "whoever"));
        fixture.Meet();
        Assert.Null(Ask(fixture, offer, user: "whoever"));
        Assert.NotNull(Ask(fixture, offer));
    }

    [Theory]
    [InlineData(GetFile, FileKind.Folder, 0)]
    [InlineData(GetFile, FileKind.Regular, 6)]
    [InlineData(GetFile | 0x400000, FileKind.Regular, 0)]
    [InlineData(0x20u, FileKind.Regular, 0)]
    [Rule(84)]
    public void R84_what_does_not_fit_the_offer_is_refused(uint command, FileKind kind, long offset)
    {
        var (fixture, offer) = Offered(kind: kind);
        Assert.Null(Ask(fixture, offer, command, offset));
    }

    [Theory]
    [InlineData(GetFile, FileKind.Regular, 5)]
    [InlineData(GetFolder, FileKind.Regular, 0)]
    [InlineData(GetFolder, FileKind.Folder, 0)]
    [InlineData(GetFolder | 0x200000, FileKind.Folder, 9)]
    [Rule(80, 81, 83)]
    public void R80_R81_R83_what_does_is_granted(uint command, FileKind kind, long offset)
    {
        var (fixture, offer) = Offered(kind: kind);
        var transfer = Ask(fixture, offer, command, offset)!;
        Assert.Equal((command & GetFolder) == GetFolder ? 0 : offset, transfer.Request.Offset);
        Assert.Equal((OfferState.Sending, SimulatedLan.Epoch.AddMilliseconds(fixture.Lan.Now)), (offer.State, offer.BeganAt));
    }

    [Fact]
    [Rule(90)]
    public void R90_the_address_of_a_recipient_is_known_while_the_offer_is_open()
    {
        var (fixture, first) = Offered();
        var second = fixture.Send(Message(File("b.txt")), fixture.Peer.EndPoint).Single().Offers.Single();
        var recipients = fixture.Node.Do((machine, _) => machine.Recipients);
        fixture.Node.Do((machine, now) => machine.Withdraw(now, first));
        fixture.Node.Do((machine, now) => machine.Withdraw(now, first));
        Assert.True(recipients.Contains(fixture.Peer.EndPoint.Address));
        Gives(fixture, fixture.Peer, second);
        Assert.Equal(OfferState.Released, second.State);
        Assert.False(recipients.Contains(fixture.Peer.EndPoint.Address));
    }

    [Fact]
    [Rule(93)]
    public void R93_the_request_selects_the_encoding_of_names()
    {
        var (fixture, offer) = Offered();
        Assert.Equal(65001, Ask(fixture, offer)!.NameEncoding.CodePage);
        Assert.Equal(932, Ask(fixture, offer, GetFolder)!.NameEncoding.CodePage);
    }

    [Fact]
    [Rule(88)]
    public void R88_RELEASEFILES_ends_what_was_offered_to_that_user_alone()
    {
        var fixture = new MemberFixture();
        var carol = fixture.AnotherPeer(3, "carol");
        var mallory = fixture.AnotherPeer(4, "mallory");
        fixture.Meet();
        fixture.Meet(carol);
        var deliveries = fixture.Send(Message(File("a"), File("b")), fixture.Peer.EndPoint, carol.EndPoint);
        var mine = deliveries[0].Offers;
        var other = fixture.Send(Message(File("c")), fixture.Peer.EndPoint).Single().Offers.Single();
        var transfer = Ask(fixture, mine[0])!;
        Gives(fixture, mallory, mine[0]);
        fixture.Receive(Release, "no number\0");
        Assert.All(mine, each => Assert.False(each.HasEnded));
        Gives(fixture, fixture.Peer, mine[0]);

        Assert.Equal((OfferState.Released, "The recipient gave it up."), (mine[1].State, mine[1].Reason));
        Assert.Null(Ask(fixture, mine[1]));
        Assert.Null(Ask(fixture, mine[0]));
        Assert.Equal(OfferState.Sending, mine[0].State);
        Assert.All(deliveries[1].Offers.Append(other), each => Assert.Equal(OfferState.Waiting, each.State));
        End(fixture, transfer, "broken off");
        Assert.Equal((OfferState.Released, "The recipient gave it up.", 0), (mine[0].State, mine[0].Reason, mine[0].Taken));
    }

    [Fact]
    [Rule(88)]
    public void R88_the_word_that_overtakes_the_end_of_a_file_does_not_undo_it()
    {
        var (fixture, offer) = Offered();
        var transfer = Ask(fixture, offer)!;
        Gives(fixture, fixture.Peer, offer);
        End(fixture, transfer);
        Assert.Equal((OfferState.Released, 1), (offer.State, offer.Taken));
    }

    [Fact]
    [Rule(89)]
    public void R89_a_failed_transfer_can_be_repeated_and_a_finished_one_as_well()
    {
        var (fixture, offer) = Offered();
        End(fixture, Ask(fixture, offer), "lost");
        Assert.Equal((OfferState.Waiting, "lost", 0), (offer.State, offer.Reason, offer.Taken));
        var transfer = Ask(fixture, offer);
        Assert.Null(offer.Reason);
        End(fixture, transfer);
        End(fixture, transfer, "twice");
        Assert.Equal((OfferState.Taken, null, 1), (offer.State, offer.Reason, offer.Taken));
        End(fixture, Ask(fixture, offer), remark: "'x' was left out.");
        Assert.Equal((OfferState.Taken, "'x' was left out.", 2), (offer.State, offer.Reason, offer.Taken));
        End(fixture, Ask(fixture, offer), "lost");
        Assert.Equal((OfferState.Taken, "lost", 2), (offer.State, offer.Reason, offer.Taken));
    }

    [Fact]
    [Rule(89)]
    public void R89_several_at_once_but_not_any_number()
    {
        var (fixture, offer) = Offered();
        var transfers = Enumerable.Range(0, 4).Select(_ => Ask(fixture, offer)).ToList();
        Assert.DoesNotContain(null, transfers);
        Assert.Null(Ask(fixture, offer));
        End(fixture, transfers[0]);
        Assert.Equal((OfferState.Sending, 1), (offer.State, offer.Taken));
        Assert.NotNull(Ask(fixture, offer));
    }

    [Fact]
    public void An_offer_ends_when_its_time_is_over_and_its_transfers_with_it()
    {
        var fixture = new MemberFixture();
        fixture.PeerConfirms();
        fixture.Meet();
        var message = Message(File("a")) with { OfferLifetime = TimeSpan.FromMinutes(20) };
        var offer = fixture.Send(message, fixture.Peer.EndPoint).Single().Offers.Single();
        Assert.Equal(offer.MadeAt.AddMinutes(20), offer.ExpiresAt);
        fixture.Lan.Run(20 * 60_000 - 1);
        var transfer = Ask(fixture, offer)!;
        fixture.Lan.Run(1);
        Assert.Equal((OfferState.Expired, true), (offer.State, transfer.IsCancelled));
        Assert.Null(Ask(fixture, offer));
        Assert.Empty(fixture.Machine.Offers);
    }

    [Fact]
    public void A_delivery_that_is_sent_again_makes_no_second_offer_and_revives_none()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var deliveries = fixture.Send(Message(File("a"), File("b")), fixture.Peer.EndPoint);
        var offers = deliveries.Single().Offers;
        fixture.Lan.RunUntil(60_000);
        Assert.Equal(DeliveryStatus.Unconfirmed, deliveries.Single().Status);
        fixture.Node.Do((machine, now) => machine.Withdraw(now, offers[0]));
        fixture.Node.Do((machine, now) => machine.Dispatch(now, deliveries));
        fixture.Lan.RunUntil(120_000);

        Assert.Same(offers[1], Assert.Single(fixture.Machine.Offers));
        Assert.Equal(OfferState.Withdrawn, offers[0].State);
        Assert.Single(fixture.Peer.Received.Select(each => ListOf(each).TrimEnd('\0')).Distinct());
    }

    [Fact]
    public void Who_stops_takes_everything_back()
    {
        var (fixture, offer) = Offered();
        var transfer = Ask(fixture, offer)!;
        fixture.Node.Do((machine, now) => machine.Stop(now));
        Assert.Equal((OfferState.Withdrawn, "The listener was stopped.", true), (offer.State, offer.Reason, transfer.IsCancelled));
        Assert.Null(Ask(fixture, offer));
        Assert.Contains(fixture.Node.Told, each => each.Event is OfferChanged changed && changed.Offer == offer);
    }
}
