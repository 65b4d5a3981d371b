using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class OfferTests
{
    private const uint GetFile = 0x60, GetFolder = 0x62, Release = 0x61, Utf8 = 0x800000, Images = 0x08000000;

    private static OutgoingFile File(string name, long size = 5, FileKind kind = FileKind.Regular) =>
        new(new Attachment(0, name, size, kind) { Modified = DateTimeOffset.FromUnixTimeSeconds(0x6553f100) }, name);

    private static OutgoingMessage Message(params OutgoingFile[] files) => new("look") { Files = files };

    private static (Stage Stage, Offer Offer) Offered(string name = "a.txt", long size = 5, FileKind kind = FileKind.Regular)
    {
        var stage = new Stage();
        stage.PeerConfirms();
        stage.Meet();
        return (stage, stage.Send(Message(File(name, size, kind)), stage.Peer.EndPoint).Single().Offers.Single());
    }

    private static Transfer? Ask(Stage stage, Offer offer, uint command = GetFile | Utf8, long offset = 0, string user = "peer", string host = "PEER-PC", IPAddress? from = null,
        uint numberShift = 0, uint idShift = 0) =>
        Ask(stage, FormattableString.Invariant($"1:9:{user}:{host}:{command}:{offer.Delivery.Number + numberShift:x}:{offer.Attachment.Id + idShift:x}:{offset:x}:"), from);

    private static Transfer? Ask(Stage stage, string request, IPAddress? from = null)
    {
        var assembler = new FileRequestAssembler();
        assembler.Feed(Encoding.UTF8.GetBytes(request + "\0"));
        return stage.Node.Do((machine, now) => machine.BeginTransfer(now, assembler, from ?? stage.Peer.EndPoint.Address));
    }

    private static void End(Stage stage, Transfer? transfer, string? failure = null, string? remark = null) =>
        stage.Node.Do((machine, now) => machine.EndTransfer(now, transfer!, failure, remark));

    private static void Gives(Stage stage, ScriptedPeer peer, Offer offer) =>
        stage.HearsFrom(peer, Release, offer.Delivery.Number.ToString(CultureInfo.InvariantCulture) + "\0");

    private static string ListOf(HeardPacket packet) => packet.Bytes[^1] != 0 ? "not ended" : packet.Extra[(packet.Extra.IndexOf('\0', StringComparison.Ordinal) + 1)..];

    [Fact]
    public void R74_the_list_is_in_the_datagram_as_the_reference_client_writes_it()
    {
        var stage = new Stage();
        stage.Meet();
        var offers = stage.Send(Message(File("report.txt"), File("docs", 3, FileKind.Folder)), stage.Peer.EndPoint).Single().Offers;
        var packet = stage.Peer.Heard.Single();
        uint id = offers[0].Attachment.Id;

        Assert.Equal((0x200000u, "look"), (packet.Flags & 0x200000, packet.Text));
        Assert.Equal($"{id}:report.txt:5:6553f100:1:\a{id + 1}:docs:3:6553f100:2:\a", ListOf(packet));
    }

    [Fact]
    public void R75_R76_R77_names_ids_and_sizes_are_written_as_they_are_to_be()
    {
        var stage = new Stage();
        stage.Meet();
        var offer = stage.Send(Message(File("a:b.txt", 4_294_967_296)), stage.Peer.EndPoint).Single().Offers.Single();

        Assert.Equal(offer.Attachment.Id.ToString(CultureInfo.InvariantCulture) + ":a::b.txt:100000000:6553f100:1:\a", ListOf(stage.Peer.Heard.Single()));
        Assert.NotNull(Ask(stage, offer));
    }

    [Fact]
    public void R74_every_recipient_gets_the_same_list_and_an_offer_of_his_own()
    {
        var stage = new Stage();
        var carol = stage.AnotherPeer(3, "carol");
        stage.Meet();
        stage.Meet(carol);
        var offers = stage.Send(Message(File("a.txt")), stage.Peer.EndPoint, carol.EndPoint).Select(each => each.Offers.Single()).ToList();

        Assert.Equal(ListOf(stage.Peer.Heard.Single()), ListOf(carol.Heard.Single()));
        Assert.Equal(offers[0].Attachment, offers[1].Attachment);
        Assert.Same(offers[0], Ask(stage, offers[0])!.Offer);
        Assert.Same(offers[1], Ask(stage, offers[1], user: "carol", host: "CAROL-PC", from: carol.EndPoint.Address)!.Offer);
    }

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

        Assert.All(mine, each => Assert.Equal((OfferState.Released, "The recipient gave it up."), (each.State, each.Reason)));
        Assert.True(transfer.IsCancelled);
        Assert.Null(Ask(stage, mine[1]));
        Assert.All(deliveries[1].Offers.Append(other), each => Assert.Equal(OfferState.Waiting, each.State));
        End(stage, transfer, "broken off");
        Assert.Equal((OfferState.Released, "The recipient gave it up.", 0), (mine[0].State, mine[0].Reason, mine[0].Taken));
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

    [Fact]
    public void R94_images_stand_in_the_text_only_for_members_who_announce_that_they_show_them()
    {
        var stage = new Stage();
        var carol = stage.AnotherPeer(3, "carol");
        stage.Meet(word: Stage.AnswerEntry | Images);
        stage.Meet(carol);
        var deliveries = stage.Send(Message(File("x.png", 9, FileKind.Image), File("y.png", 8, FileKind.Image), File("a.txt")), stage.Peer.EndPoint, carol.EndPoint);
        uint id = deliveries[0].Offers[0].Attachment.Id, number = deliveries[0].Number;

        Assert.Equal($"{id}:ipmsgclip_s_{number}_4.png:9:6553f100:20:8=4:\a{id + 1}:ipmsgclip_s_{number}_5.png:8:6553f100:20:8=5:\a{id + 2}:a.txt:5:6553f100:1:\a",
            ListOf(stage.Peer.Heard.Single()));
        Assert.Equal($"{id}:x.png:9:6553f100:1:\a{id + 1}:y.png:8:6553f100:1:\a{id + 2}:a.txt:5:6553f100:1:\a", ListOf(carol.Heard.Single()));
        Assert.Null(Ask(stage, deliveries[0].Offers[0], GetFolder));
        Assert.NotNull(Ask(stage, deliveries[0].Offers[0]));
        Assert.NotNull(Ask(stage, deliveries[1].Offers[0], GetFolder, user: "carol", host: "CAROL-PC", from: carol.EndPoint.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\a\a:\a")]
    [InlineData("x:y:z\a::::\a\u0001\u00ff")]
    [InlineData("99999999999:a:5:0:1:\a1:a:g:0:1:\a")]
    public void R95_a_garbled_list_leaves_the_message_as_it_is(string list)
    {
        var stage = new Stage();
        stage.Meet();
        stage.Hears(Stage.Confirmed | 0x200000, "hello\0" + list + "\0");
        Assert.Equal(["hello"], stage.Texts);
        Assert.Empty(stage.Machine.Waiting.Single().Attachments);
        Assert.Single(stage.Peer.All(Command.ReceiveMessage));
    }

    [Fact]
    public void R74_a_received_list_is_in_the_message_and_R88_is_given_up_with_it()
    {
        var stage = new Stage();
        stage.Meet();
        uint number = stage.Hears(Stage.Message | 0x200000 | Utf8, "hello\0" + "7:a.txt:5:6553f100:1:\a8:docs:0:6553f100:2\0");
        var message = stage.Machine.Take(null)!;
        Assert.Equal([(7u, "a.txt", FileKind.Regular), (8u, "docs", FileKind.Folder)], message.Attachments.Select(each => (each.Id, each.Name, each.Kind)));
        stage.Peer.Forget();
        stage.Node.Do((machine, now) => machine.Discard(now, message));
        stage.Lan.Run(0);
        Assert.Equal((0x61u, number.ToString(CultureInfo.InvariantCulture)), (stage.Peer.Heard.Single().CommandWord, stage.Peer.Heard.Single().Body));
    }
}
