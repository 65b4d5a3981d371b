using System;
using System.Linq;
using IpMsg.Testing;
using Xunit;
using static IpMsg.Protocol.Tests.OfferScene;

namespace IpMsg.Protocol.Tests;

public class OfferTests
{
    [Fact]
    public void R84_only_the_recipient_gets_it_from_the_address_to_which_it_was_offered()
    {
        var (stage, offer) = Offered();
        var carol = stage.AnotherPeer(3, "carol");
        stage.Meet(carol);

        Assert.Null(Ask(stage, offer, user: "carol"));
        Assert.Null(Ask(stage, offer, host: "OTHER-PC"));
        Assert.Null(Ask(stage, offer, from: carol.EndPoint.Address));
        Assert.Null(Ask(stage, offer, user: "carol", host: "CAROL-PC", from: carol.EndPoint.Address));
        Assert.Null(Ask(stage, offer, numberShift: 1));
        Assert.Null(Ask(stage, offer, idShift: 1));
        Assert.Equal((OfferState.Waiting, null), (offer.State, offer.BeganAt));
        Assert.NotNull(Ask(stage, offer, user: "PEER", host: "peer-pc"));
        Assert.NotNull(Ask(stage, offer, from: stage.Peer.EndPoint.Address.MapToIPv6()));
    }

    [Fact]
    public void R84_who_was_but_an_address_has_the_names_that_he_has_given_since()
    {
        var stage = new Stage();
        var offer = stage.Send(Message(File("a.txt")), stage.Peer.EndPoint).Single().Offers.Single();
        Assert.NotNull(Ask(stage, offer, user: "whoever"));
        stage.Meet();
        Assert.Null(Ask(stage, offer, user: "whoever"));
        Assert.NotNull(Ask(stage, offer));
    }

    [Theory]
    [InlineData(GetFile, FileKind.Folder, 0)]
    [InlineData(GetFile, FileKind.Regular, 6)]
    [InlineData(GetFile | 0x400000, FileKind.Regular, 0)]
    [InlineData(0x20u, FileKind.Regular, 0)]
    public void R84_what_does_not_fit_the_offer_is_refused(uint command, FileKind kind, long offset)
    {
        var (stage, offer) = Offered(kind: kind);
        Assert.Null(Ask(stage, offer, command, offset));
    }

    [Theory]
    [InlineData(GetFile, FileKind.Regular, 5)]
    [InlineData(GetFolder, FileKind.Regular, 0)]
    [InlineData(GetFolder, FileKind.Folder, 0)]
    [InlineData(GetFolder | 0x200000, FileKind.Folder, 9)]
    public void R80_R81_R83_what_does_is_granted(uint command, FileKind kind, long offset)
    {
        var (stage, offer) = Offered(kind: kind);
        var transfer = Ask(stage, offer, command, offset)!;
        Assert.Equal((command & GetFolder) == GetFolder ? 0 : offset, transfer.Request.Offset);
        Assert.Equal((OfferState.Sending, SimulatedLan.Epoch.AddMilliseconds(stage.Lan.Now)), (offer.State, offer.BeganAt));
    }

    [Fact]
    public void R93_the_request_selects_the_encoding_of_names()
    {
        var (stage, offer) = Offered();
        Assert.Equal(65001, Ask(stage, offer)!.Names.CodePage);
        Assert.Equal(932, Ask(stage, offer, GetFolder)!.Names.CodePage);
    }

    [Fact]
    public void R88_RELEASEFILES_ends_what_was_offered_to_that_user_alone()
    {
        var stage = new Stage();
        var carol = stage.AnotherPeer(3, "carol");
        var mallory = stage.AnotherPeer(4, "mallory");
        stage.Meet();
        stage.Meet(carol);
        var deliveries = stage.Send(Message(File("a"), File("b")), stage.Peer.EndPoint, carol.EndPoint);
        var mine = deliveries[0].Offers;
        var other = stage.Send(Message(File("c")), stage.Peer.EndPoint).Single().Offers.Single();
        var transfer = Ask(stage, mine[0])!;
        Gives(stage, mallory, mine[0]);
        stage.Hears(Release, "no number\0");
        Assert.All(mine, each => Assert.False(each.HasEnded));
        Gives(stage, stage.Peer, mine[0]);

        Assert.Equal((OfferState.Released, "The recipient gave it up."), (mine[1].State, mine[1].Reason));
        Assert.Null(Ask(stage, mine[1]));
        Assert.Null(Ask(stage, mine[0]));
        Assert.Equal(OfferState.Sending, mine[0].State);
        Assert.All(deliveries[1].Offers.Append(other), each => Assert.Equal(OfferState.Waiting, each.State));
        End(stage, transfer, "broken off");
        Assert.Equal((OfferState.Released, "The recipient gave it up.", 0), (mine[0].State, mine[0].Reason, mine[0].Taken));
    }

    [Fact]
    public void R88_the_word_that_overtakes_the_end_of_a_file_does_not_undo_it()
    {
        var (stage, offer) = Offered();
        var transfer = Ask(stage, offer)!;
        Gives(stage, stage.Peer, offer);
        End(stage, transfer);
        Assert.Equal((OfferState.Released, 1), (offer.State, offer.Taken));
    }

    [Fact]
    public void R89_a_failed_transfer_can_be_repeated_and_a_finished_one_as_well()
    {
        var (stage, offer) = Offered();
        End(stage, Ask(stage, offer), "lost");
        Assert.Equal((OfferState.Waiting, "lost", 0), (offer.State, offer.Reason, offer.Taken));
        var transfer = Ask(stage, offer);
        Assert.Null(offer.Reason);
        End(stage, transfer);
        End(stage, transfer, "twice");
        Assert.Equal((OfferState.Taken, null, 1), (offer.State, offer.Reason, offer.Taken));
        End(stage, Ask(stage, offer), remark: "'x' was left out.");
        Assert.Equal((OfferState.Taken, "'x' was left out.", 2), (offer.State, offer.Reason, offer.Taken));
        End(stage, Ask(stage, offer), "lost");
        Assert.Equal((OfferState.Taken, "lost", 2), (offer.State, offer.Reason, offer.Taken));
    }

    [Fact]
    public void R89_several_at_once_but_not_any_number()
    {
        var (stage, offer) = Offered();
        var transfers = Enumerable.Range(0, 4).Select(_ => Ask(stage, offer)).ToList();
        Assert.DoesNotContain(null, transfers);
        Assert.Null(Ask(stage, offer));
        End(stage, transfers[0]);
        Assert.Equal((OfferState.Sending, 1), (offer.State, offer.Taken));
        Assert.NotNull(Ask(stage, offer));
    }

    [Fact]
    public void An_offer_ends_when_its_time_is_over_and_its_transfers_with_it()
    {
        var stage = new Stage();
        stage.PeerConfirms();
        stage.Meet();
        var message = Message(File("a")) with { OfferLifetime = TimeSpan.FromMinutes(20) };
        var offer = stage.Send(message, stage.Peer.EndPoint).Single().Offers.Single();
        Assert.Equal(offer.MadeAt.AddMinutes(20), offer.ExpiresAt);
        stage.Lan.Run(20 * 60_000 - 1);
        var transfer = Ask(stage, offer)!;
        stage.Lan.Run(1);
        Assert.Equal((OfferState.Expired, true), (offer.State, transfer.IsCancelled));
        Assert.Null(Ask(stage, offer));
        Assert.Empty(stage.Machine.Offers);
    }

    [Fact]
    public void A_delivery_that_is_sent_again_makes_no_second_offer_and_revives_none()
    {
        var stage = new Stage();
        stage.Meet();
        var deliveries = stage.Send(Message(File("a"), File("b")), stage.Peer.EndPoint);
        var offers = deliveries.Single().Offers;
        stage.Lan.RunUntil(60_000);
        Assert.Equal(DeliveryStatus.Unconfirmed, deliveries.Single().Status);
        stage.Node.Do((machine, now) => machine.Withdraw(now, offers[0]));
        stage.Node.Do((machine, now) => machine.Dispatch(now, deliveries));
        stage.Lan.RunUntil(120_000);

        Assert.Same(offers[1], Assert.Single(stage.Machine.Offers));
        Assert.Equal(OfferState.Withdrawn, offers[0].State);
        Assert.Single(stage.Peer.Heard.Select(each => ListOf(each).TrimEnd('\0')).Distinct());
    }

    [Fact]
    public void Who_stops_takes_everything_back()
    {
        var (stage, offer) = Offered();
        var transfer = Ask(stage, offer)!;
        stage.Node.Do((machine, now) => machine.Stop(now));
        Assert.Equal((OfferState.Withdrawn, "The listener was stopped.", true), (offer.State, offer.Reason, transfer.IsCancelled));
        Assert.Null(Ask(stage, offer));
        Assert.Contains(stage.Node.Told, each => each.Kind == MemberActionKind.OfferChanged && each.Subject == offer);
    }
}
