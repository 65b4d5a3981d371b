using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Offers;

/// <summary>The encoding of the names within an offered folder.</summary>
public class FolderEncodingTests
{
    private const uint Flag = 0x800000, FromIptux = 0x200000;

    private static int CodePageOf(MemberFixture fixture, string entry, uint flags, bool comesLater = false)
    {
        byte[] known = [.. entry.Select(each => (byte)each)];
        if (!comesLater)
            fixture.Peer.Send(fixture.Node.EndPoint, known);
        fixture.Lan.Run(0);
        var message = new OutgoingMessage("") { Files = [new OutgoingFile(new Attachment(0, "docs", 0, FileKind.Folder), "")] };
        var offer = Assert.Single(fixture.Send(message, fixture.Peer.EndPoint).Single().Offers);
        if (comesLater)
            fixture.Peer.Send(fixture.Node.EndPoint, known);
        fixture.Lan.Run(0);
        var request = new FileRequestAssembler();
        request.Feed(Encoding.ASCII.GetBytes($"1:7:tux:TUX-PC:{0x62 | flags}:{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:0\0"));
        var transfer = fixture.Node.Do((machine, now) => machine.BeginTransfer(now, request, null, fixture.Peer.EndPoint.Address));
        return Assert.IsType<Transfer>(transfer).NameEncoding.CodePage;
    }

    [Theory]
    [InlineData("1:5:tux:TUX-PC:1:tux\0\0", Flag, 65001)]
    [InlineData("1:5:tux:TUX-PC:1:\x8E\x91\0\0", Flag, 65001)]
    [InlineData("1:5:tux:TUX-PC:1:\x8E\x91\0\0", 0, 932)]
    [InlineData("1:5:tux:TUX-PC:16777217:tux\0\0", 0, 932)]
    [InlineData("1_iptux 0.8.3:5:tux:TUX-PC:257:tux\0\0icon.png\0utf-8\0", FromIptux, 65001)]
    [InlineData("1_iptux 0.8.3:5:tux:TUX-PC:257:\xE5\x85\x94\0\0icon.png\0utf-8\0", FromIptux, 65001)]
    [InlineData("1_iptux 0.8.3:5:tux:TUX-PC:257:\x8E\x91\0\0icon.png\0utf-8\0", FromIptux, 932)]
    [InlineData("1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:5:tux:TUX-PC:6291457:Lee\0\0", 0, 54936)]
    [Rule(93, 99)]
    public void R93_R99_without_the_flag_a_client_reads_them_as_it_reads_messages(string entry, uint flags, int codePage) =>
        Assert.Equal(codePage, CodePageOf(new MemberFixture(), entry, flags));

    [Fact]
    [Rule(99)]
    public void R99_somebody_who_was_a_mere_address_may_be_a_member_by_now() =>
        Assert.Equal(65001,
            CodePageOf(new MemberFixture(), "1_iptux 0.8.3:5:tux:TUX-PC:257:tux\0\0icon.png\0utf-8\0", FromIptux, comesLater: true));

    [Fact]
    [Rule(93)]
    public void R93_of_a_mere_address_the_flag_alone_is_known()
    {
        Assert.Equal(932, CodePageOf(new MemberFixture(), "", 0));
        Assert.Equal(65001, CodePageOf(new MemberFixture(), "", Flag));
    }
}
