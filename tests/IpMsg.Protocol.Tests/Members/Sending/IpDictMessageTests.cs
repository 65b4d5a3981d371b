using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Tests.Members.Offers;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>Messages that leave as dictionaries, and to whom.</summary>
public sealed class IpDictMessageTests
{
    private const EntryFlags Reference = EncryptionPeer.Encrypting | EntryFlags.CanIpDict | EntryFlags.CanEncryptLists
        | EntryFlags.CanTransferFiles;

    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(103, 105)]
    public void R103_R105_a_member_that_announces_it_gets_a_signed_and_encrypted_dictionary()
    {
        var alice = _fixture.Alice(Reference);
        var delivery = _fixture.Send("hello, nobody else", alice.EndPoint);
        Assert.Equal((DeliveryStatus.Confirmed, EncryptionPeer.Dict), (delivery.Status, (uint)delivery.Suite!.Value.Flags));
        byte[] datagram = Assert.Single(alice.Messages).Bytes;
        Assert.Equal("EF EI EK EB", Keys(datagram));
        byte[] signed = alice.DecryptDict(datagram)!;
        Assert.Equal("VER PKT DATE UID HID CMD FLG CVER GRP NCK STAT BODY PUBE PUBN EF EC SIGN", Keys(signed));
        Assert.True(IpDict.TryRead(signed, out var dict));
        Assert.Equal((3, delivery.Number, 0x20, 0x01C00100),
            (Number(dict, "VER"), Number(dict, "PKT"), Number(dict, "CMD"), Number(dict, "FLG")));
        Assert.Equal(("hello, nobody else", "BOB-PC"), (Text(dict, "BODY"), Text(dict, "HID")));
        long now = _fixture.Lan.Moment.Wall.ToUnixTimeSeconds();
        Assert.InRange(Number(dict, "DATE"), now - 60, now);
        _fixture.NeverSaid("hello, nobody else");
    }

    [Fact]
    [Rule(105)]
    public void R105_everyone_else_gets_format_1()
    {
        var alice = _fixture.Alice(Reference & ~EntryFlags.CanIpDict);
        _fixture.Send("hello, nobody else", alice.EndPoint);
        Assert.False(Assert.Single(alice.Messages).IsIpDict);
        // Without a key of 2,048 bits nothing is signed.
        var old = new EncryptionPeer(_fixture, 4, "dave", new OwnKeys(null, TestKeys.OlderBob)).Enters(Reference);
        _fixture.Send("hello, nobody else", old.EndPoint);
        Assert.False(Assert.Single(old.Messages).IsIpDict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(105)]
    public void R105_members_of_ours_use_it_with_each_other_when_it_is_preferred(bool isPreferred)
    {
        var fixture = new EncryptionFixture(prefersIpDict: isPreferred);
        var alice = fixture.Host(2, "alice", TestKeys.OfAlice);
        foreach (var host in new[] { fixture.Node, alice })
            host.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(30_000);
        Assert.NotEqual(EntryFlags.None, fixture.Machine.MemberAt(alice.EndPoint)!.Status & EntryFlags.CanIpDict);
        var file = new OutgoingFile(new Attachment(0, "report.txt", 5, FileKind.Regular)
        {
            ExtendedAttributes = new ExtendedAttributes(ExtendedAttribute.EncryptedOffsets),
        }, "report.txt");
        var delivery = fixture.Send(OfferSteps.Message(file), [alice.EndPoint]).Single();
        Assert.Equal((DeliveryStatus.Confirmed, isPreferred), (delivery.Status, delivery.Suite!.Value.IsIpDict));
        // What members of ours tell each other of a file comes along (R106).
        var received = alice.Machine.Inbox.Waiting.Single();
        Assert.Equal(delivery.Offers.Select(each => (each.Attachment.Id, each.Attachment.Name)),
            received.Attachments.Select(each => (each.Id, each.Name)));
        Assert.All(received.Attachments, each => Assert.True(each.HasEncryptedOffsets));
    }

    [Fact]
    [Rule(44, 102)]
    public void R44_R102_its_repetitions_are_the_same_bytes_without_nuls()
    {
        var alice = _fixture.Alice(Reference);
        _fixture.Send("first", alice.EndPoint);
        alice.Wire.Forget();
        alice.Confirms = false;
        Assert.Equal(DeliveryStatus.Unconfirmed, _fixture.Send("hello, nobody else", alice.EndPoint).Status);
        Assert.True(alice.Messages.Count > 5);
        Assert.Single(alice.Messages.Select(each => Encoding.Latin1.GetString(each.Bytes)).Distinct());
    }

    [Fact]
    [Rule(67, 103)]
    public void R67_R103_recipients_and_files_are_inside()
    {
        var alice = _fixture.Alice(Reference);
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters(Reference);
        var message = OfferSteps.Message(OfferSteps.File("salaries.txt"));
        _fixture.Send(message, [alice.EndPoint, carol.EndPoint]);
        byte[] signed = alice.DecryptDict(Assert.Single(alice.Messages).Bytes)!;
        Assert.Equal("VER PKT DATE UID HID CMD FLG CVER GRP NCK STAT TLST FILE BODY PUBE PUBN EF EC SIGN", Keys(signed));
        Assert.True(IpDict.TryRead(signed, out var dict));
        Assert.True(dict.TryGetList("FILE"u8, out var files) && files.MoveNext());
        Assert.True(IpDict.TryReadContent(files.Current, out var file));
        Assert.Equal("salaries.txt", Text(file, "FN"));
        Assert.False(file.TryGet("FX"u8, out _));
        Assert.True(dict.TryGetList("TLST"u8, out var recipients) && recipients.MoveNext());
        Assert.True(IpDict.TryReadContent(recipients.Current, out var first));
        Assert.Equal(alice.User, Text(first, "UID"));
        Assert.True(recipients.MoveNext() && !recipients.MoveNext());
        _fixture.NeverSaid("salaries.txt");
    }

    private static string Keys(byte[] bytes)
    {
        Assert.True(IpDict.TryRead(bytes, out var dict));
        string keys = "";
        foreach (var item in dict.Items)
            keys += " " + Encoding.ASCII.GetString(item.Key);
        return keys[1..];
    }

    private static long Number(in IpDict dict, string key)
    {
        Assert.True(dict.TryGetNumber(Encoding.ASCII.GetBytes(key), out long number));
        return number;
    }

    private static string Text(in IpDict dict, string key)
    {
        Assert.True(dict.TryGetText(Encoding.ASCII.GetBytes(key), out var text));
        return Encoding.UTF8.GetString(text);
    }
}
