using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;
using Xunit;
using static IpMsg.Protocol.Tests.Members.Offers.OfferSteps;

namespace IpMsg.Protocol.Tests.Members.Offers;

public class OfferListTests
{
    [Fact]
    [Rule(74)]
    public void R74_the_list_is_in_the_datagram_as_the_reference_client_writes_it()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var offers = fixture.Send(Message(File("report.txt"), File("docs", 3, FileKind.Folder)), fixture.Peer.EndPoint).Single().Offers;
        var packet = fixture.Peer.Received.Single();
        uint id = offers[0].Attachment.Id;

        Assert.Equal((0x200000u, "look"), (packet.Flags & 0x200000, packet.Text));
        Assert.Equal($"{id}:report.txt:5:6553f100:1:\a{id + 1}:docs:3:6553f100:2:\a", ListOf(packet));
    }

    [Fact]
    [Rule(75, 76, 77)]
    public void R75_R76_R77_names_ids_and_sizes_are_written_as_they_are_to_be()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var offer = fixture.Send(Message(File("a:b.txt", 4_294_967_296)), fixture.Peer.EndPoint).Single().Offers.Single();

        Assert.Equal(offer.Attachment.Id.ToString(CultureInfo.InvariantCulture) + ":a::b.txt:100000000:6553f100:1:\a",
            ListOf(fixture.Peer.Received.Single()));
        Assert.NotNull(Ask(fixture, offer));
    }

    [Fact]
    [Rule(74)]
    public void R74_every_recipient_gets_the_same_list_and_a_separate_offer()
    {
        var fixture = new MemberFixture();
        var carol = fixture.AnotherPeer(3, "carol");
        fixture.Meet();
        fixture.Meet(carol);
        var offers = fixture.Send(Message(File("a.txt")), fixture.Peer.EndPoint, carol.EndPoint)
            .Select(each => each.Offers.Single()).ToList();

        Assert.Equal(ListOf(fixture.Peer.Received.Single()), ListOf(carol.Received.Single()));
        Assert.Equal(offers[0].Attachment, offers[1].Attachment);
        Assert.Same(offers[0], Ask(fixture, offers[0])!.Offer);
        Assert.Same(offers[1], Ask(fixture, offers[1], user: "carol", host: "CAROL-PC", from: carol.EndPoint.Address)!.Offer);
    }

    [Fact]
    [Rule(94)]
    public void R94_images_stand_in_the_text_only_for_members_who_announce_that_they_show_them()
    {
        var fixture = new MemberFixture();
        var carol = fixture.AnotherPeer(3, "carol");
        fixture.Meet(word: MemberFixture.AnswerEntry | Images);
        fixture.Meet(carol);
        var deliveries = fixture.Send(Message(File("x.png", 9, FileKind.Image), File("y.png", 8, FileKind.Image), File("a.txt")),
            fixture.Peer.EndPoint, carol.EndPoint);
        uint id = deliveries[0].Offers[0].Attachment.Id;

        Assert.Equal(
            $"{id}:x.png:9:6553f100:20:8=4:\a{id + 1}:y.png:8:6553f100:20:8=5:\a{id + 2}:a.txt:5:6553f100:1:\a",
            ListOf(fixture.Peer.Received.Single()));
        Assert.Equal($"{id}:x.png:9:6553f100:1:\a{id + 1}:y.png:8:6553f100:1:\a{id + 2}:a.txt:5:6553f100:1:\a",
            ListOf(carol.Received.Single()));
        Assert.Null(Ask(fixture, deliveries[0].Offers[0], GetFolder));
        Assert.NotNull(Ask(fixture, deliveries[0].Offers[0]));
        Assert.NotNull(Ask(fixture, deliveries[1].Offers[0], GetFolder, user: "carol", host: "CAROL-PC", from: carol.EndPoint.Address));
    }

    [Theory]
    [InlineData(MemberFixture.AnswerEntry, "1:photo.jpg:9:6553f100:1:\a2:Shot.PNG:8:6553f100:1:\a")]
    [InlineData(MemberFixture.AnswerEntry | Images, "1:photo.jpg:9:6553f100:1:\a2:Shot.PNG:8:6553f100:20:8=4:\a")]
    [InlineData(MemberFixture.AnswerEntry | Images | IpDict,
        "1:photo.jpg.png:9:6553f100:20:8=4:\a2:Shot.PNG:8:6553f100:20:8=5:\a")]
    [Rule(94)]
    public void R94_a_jpeg_image_is_in_the_text_only_where_clients_recognise_it_under_a_name_of_png(uint announced, string list)
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: announced);
        var jpeg = File("photo.jpg", 9, FileKind.Image) with { IsJpeg = true };
        var offers = fixture.Send(Message(jpeg, File("Shot.PNG", 8, FileKind.Image)), fixture.Peer.EndPoint).Single().Offers;
        uint id = offers[0].Attachment.Id;

        Assert.Equal(list.Replace("1:photo", id + ":photo").Replace("2:Shot", id + 1 + ":Shot"), ListOf(fixture.Peer.Received.Single()));
    }

    [Fact]
    [Rule(94)]
    public void R94_a_name_that_makes_the_reference_client_drop_the_list_is_replaced()
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: MemberFixture.AnswerEntry | Images);
        var delivery = fixture.Send(Message(File("a<b.png", 9, FileKind.Image), File("a:b", 8, FileKind.Image)), fixture.Peer.EndPoint)
            .Single();
        uint id = delivery.Offers[0].Attachment.Id;

        Assert.Equal(
            $"{id}:ipmsgclip_s_{delivery.Number}_4.png:9:6553f100:20:8=4:\a{id + 1}:a::b.png:8:6553f100:20:8=5:\a",
            ListOf(fixture.Peer.Received.Single()));
    }

    [Fact]
    [Rule(94)]
    public void R94_images_after_the_tenth_are_files()
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: MemberFixture.AnswerEntry | Images);
        var files = Enumerable.Range(1, 11).Select(each => File("x.png", each, FileKind.Image)).ToArray();
        var offers = fixture.Send(Message(files), fixture.Peer.EndPoint).Single().Offers;

        Assert.Equal(Enumerable.Repeat(FileKind.Image, 10).Append(FileKind.Regular), offers.Select(each => each.Attachment.Kind));
        Assert.EndsWith("x.png:b:6553f100:1:\a", ListOf(fixture.Peer.Received.Single()), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\a\a:\a")]
    [InlineData("x:y:z\a::::\a\u0001\u00ff")]
    [InlineData("99999999999:a:5:0:1:\a1:a:g:0:1:\a")]
    [Rule(95)]
    public void R95_a_garbled_list_leaves_the_message_as_it_is(string list)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Receive(MemberFixture.Confirmed | 0x200000, "hello\0" + list + "\0");
        Assert.Equal(["hello"], fixture.Texts);
        Assert.Empty(fixture.Machine.Inbox.Waiting.Single().Attachments);
        Assert.Single(fixture.Peer.All(Command.ReceiveMessage));
    }

    [Fact]
    [Rule(74, 88)]
    public void R74_a_received_list_is_in_the_message_and_R88_is_given_up_with_it()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        uint number = fixture.Receive(MemberFixture.Message | 0x200000 | Utf8, "hello\0" + "7:a.txt:5:6553f100:1:\a8:docs:0:6553f100:2\0");
        var message = fixture.Machine.Inbox.Dequeue()!;
        Assert.Equal([(7u, "a.txt", FileKind.Regular), (8u, "docs", FileKind.Folder)],
            message.Attachments.Select(each => (each.Id, each.Name, each.Kind)));
        fixture.Peer.Forget();
        fixture.Node.Do((machine, now) => machine.Discard(now, message));
        fixture.Lan.Run(0);
        Assert.Equal((0x61u, number.ToString(CultureInfo.InvariantCulture)),
            (fixture.Peer.Received.Single().CommandWord, fixture.Peer.Received.Single().Body));
    }
}
