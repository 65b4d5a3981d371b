using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Offers;

/// <summary>What tests of offers have in common: making them, and asking for them as a connection would.</summary>
internal static class OfferSteps
{
    internal const uint GetFile = 0x60, GetFolder = 0x62, Release = 0x61, Utf8 = 0x800000, Images = 0x08000000, IpDict = 0x02000000;

    internal static OutgoingFile File(string name, long size = 5, FileKind kind = FileKind.Regular) =>
        new(new Attachment(0, name, size, kind) { Modified = DateTimeOffset.FromUnixTimeSeconds(0x6553f100) }, name);

    internal static OutgoingMessage Message(params OutgoingFile[] files) => new("look") { Files = files };

    internal static (MemberFixture Stage, Offer Offer) Offered(string name = "a.txt", long size = 5, FileKind kind = FileKind.Regular)
    {
        var fixture = new MemberFixture();
        fixture.PeerConfirms();
        fixture.Meet();
        return (fixture, fixture.Send(Message(File(name, size, kind)), fixture.Peer.EndPoint).Single().Offers.Single());
    }

    internal static Transfer? Ask(MemberFixture fixture, Offer offer, uint command = GetFile | Utf8, long offset = 0, string user = "peer",
        string host = "PEER-PC", IPAddress? from = null,
        uint numberShift = 0, uint idShift = 0) =>
        Ask(fixture,
            FormattableString.Invariant(
                $"1:9:{user}:{host}:{command}:{offer.Delivery.Number + numberShift:x}:{offer.Attachment.Id + idShift:x}:{offset:x}:"),
                from);

    internal static Transfer? Ask(MemberFixture fixture, string request, IPAddress? from = null)
    {
        var assembler = new FileRequestAssembler();
        assembler.Feed(Encoding.UTF8.GetBytes(request + "\0"));
        return fixture.Node.Do((machine, now) => machine.BeginTransfer(now, assembler, null, from ?? fixture.Peer.EndPoint.Address));
    }

    internal static void End(MemberFixture fixture, Transfer? transfer, string? failure = null, string? remark = null) =>
        fixture.Node.Do((machine, now) => machine.EndTransfer(now, transfer!, new TransferResult(failure) { Remark = remark }));

    internal static void Gives(MemberFixture fixture, ScriptedPeer peer, Offer offer) =>
        fixture.ReceiveFrom(peer, Release, offer.Delivery.Number.ToString(CultureInfo.InvariantCulture) + "\0");

    internal static string ListOf(ReceivedPacket packet) =>
        packet.Bytes[^1] != 0 ? "not ended" : packet.Extra[(packet.Extra.IndexOf('\0', StringComparison.Ordinal) + 1)..];
}
