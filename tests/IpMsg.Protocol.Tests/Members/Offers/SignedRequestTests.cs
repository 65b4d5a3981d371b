using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Offers;

/// <summary>Who gets what was offered under encryption (R84, R92).</summary>
public sealed class SignedRequestTests
{
    private const uint GetFolderFiles = 0x62 | 0xC00000, EncryptedFile = 0x800;

    private readonly EncryptionFixture _fixture = new();
    private uint _number = 1700009000;

    [Fact]
    [Rule(92)]
    public void R92_the_signature_of_the_recipient_is_valid_from_every_address()
    {
        var alice = _fixture.Alice();
        var offer = Offer(alice);
        Assert.NotNull(Ask(offer, alice.User, "ALICE-PC", TestKeys.Alice, alice.EndPoint.Address));
        Assert.NotNull(Ask(offer, alice.User, "ALICE-PC", TestKeys.Alice, MemberFixture.At(9).Address));
        Assert.Null(Ask(offer, alice.User, "ALICE-PC", EncryptionFixture.Stranger, MemberFixture.At(9).Address));
    }

    [Fact]
    [Rule(92)]
    public void R92_another_member_at_the_address_of_the_recipient_gets_nothing_with_its_own_signature()
    {
        var alice = _fixture.Alice();
        var eve = new EncryptionPeer(_fixture, 3, "eve", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        _fixture.Send("first", eve.EndPoint);
        var offer = Offer(alice);
        _fixture.Lan.Run(60_000);
        // Alice has gone without a farewell, and Eve has left her former address: otherwise both keep their places (R122).
        alice.Wire.Reacts = eve.Wire.Reacts = null;
        _fixture.Lan.Forge(alice.EndPoint, _fixture.Node.EndPoint,
            Encoding.ASCII.GetBytes($"1:5:{eve.User}:EVE-PC:{(uint)EncryptionPeer.Encrypting | 1}:eve\0\0"));
        _fixture.Lan.Run(10_000);
        Assert.Equal(eve.User, _fixture.Machine.MemberAt(alice.EndPoint)?.UserName);
        Assert.Null(Ask(offer, eve.User, "EVE-PC", EncryptionFixture.Stranger, eve.EndPoint.Address));
        Assert.NotNull(Ask(offer, alice.User, "ALICE-PC", TestKeys.Alice, alice.EndPoint.Address));
    }

    [Fact]
    [Rule(92)]
    public void R92_names_that_look_alike_in_the_code_page_are_not_the_same_signer()
    {
        // In a code page without Thai letters both are question marks.
        var somchai = new EncryptionPeer(_fixture, 2, "สมชาย", TestKeys.OfAlice).Enters();
        Assert.Equal("สมชาย", FingerprintName.Bare(_fixture.Machine.MemberAt(somchai.EndPoint)!.UserName));
        var mallory = new EncryptionPeer(_fixture, 3, "?????", new OwnKeys(EncryptionFixture.Stranger, null), hasFingerprint: false);
        mallory.Wire.Host = "?????-PC";
        mallory.Enters();
        _fixture.Send("first", mallory.EndPoint);
        Assert.Equal(EncryptionFixture.Stranger.Public, _fixture.Known("?????", "?????-PC")?.Key);
        var offer = Offer(somchai);
        string user = "?????-<" + TestKeys.Alice.Public.Fingerprint + ">";
        Assert.Null(Ask(offer, user, "?????-PC", EncryptionFixture.Stranger, mallory.EndPoint.Address, word: GetFolderFiles & ~0x800000u));
    }

    [Fact]
    [Rule(92)]
    public void R92_an_unsigned_request_from_the_address_of_a_recipient_that_signs_gets_nothing()
    {
        var alice = _fixture.Alice();
        var offer = Offer(alice);
        Assert.Null(AskPlainly(offer, alice));
        Assert.Null(Ask(offer, alice.User, "ALICE-PC", EncryptionFixture.Stranger, alice.EndPoint.Address, FileBodyProtection.None));
        Assert.Null(Ask(offer, alice.User, "ALICE-PC", null, alice.EndPoint.Address, FileBodyProtection.None));
        Assert.NotNull(Ask(offer, alice.User, "ALICE-PC", TestKeys.Alice, alice.EndPoint.Address, FileBodyProtection.None));
    }

    [Fact]
    [Rule(84)]
    public void R84_a_recipient_of_plaintext_or_without_signatures_is_identified_by_the_address()
    {
        var alice = _fixture.Alice();
        Assert.NotNull(AskPlainly(Offer(alice, EncryptionPolicy.Off), alice));
        var old = new EncryptionPeer(_fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        Assert.NotNull(AskPlainly(Offer(old), old));
        var draft13 = new EncryptionPeer(_fixture, 4, "draft13", TestKeys.OfAlice, hasFingerprint: false) { Says = 0x61900004 }.Enters();
        Assert.NotNull(AskPlainly(Offer(draft13), draft13));
    }

    [Fact]
    [Rule(92)]
    public void R92_a_request_without_its_number_counts_by_the_headers_which_has_to_be_signed_along()
    {
        var alice = _fixture.Alice();
        var offer = Offer(alice);
        foreach (var (flags, isGranted) in new[] { (0x41900004u, true), (0x41100004u, false) })
        {
            uint number = _number;
            var envelope = Encrypted(offer, TestKeys.Alice, new FileRequestProof(FileBodyProtection.Contents, new byte[32], null), flags);
            Assert.Equal(isGranted, Begin(Header(number, alice) + Envelopes.Body(envelope), envelope, alice.EndPoint.Address) is not null);
            // Sent again as it was, and with a number that rises.
            foreach (uint again in new[] { number, number + 100 })
                Assert.Null(Begin(Header(again, alice) + Envelopes.Body(envelope), envelope, alice.EndPoint.Address));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(-1, false)]
    [Rule(106)]
    public void R106_an_offset_up_to_the_offered_length_is_granted_with_the_key_of_its_request(long offset, bool isGranted)
    {
        var alice = _fixture.Alice();
        var offer = Offer(alice);
        uint number = _number;
        byte[] key = new byte[32];
        key[0] = (byte)number;
        var envelope = Encrypted(offer, TestKeys.Alice, new FileRequestProof(FileBodyProtection.Contents, key, number), 0x41900004,
            Command.GetFileData, offset);
        string request = string.Create(CultureInfo.InvariantCulture,
            $"1:{number}:{alice.User}:ALICE-PC:{0x60 | 0xC00000 | EncryptedFile}:{Envelopes.Body(envelope)}");
        var transfer = Begin(request, envelope, alice.EndPoint.Address);
        Assert.Equal(isGranted ? offset : null, transfer?.Request.Offset);
        Assert.Equal(isGranted ? key : null, transfer?.Key);
        // A recorded request is refused, whatever became of it.
        Assert.Null(Begin(request, envelope, alice.EndPoint.Address));
    }

    private static string Header(uint number, EncryptionPeer from) =>
        string.Create(CultureInfo.InvariantCulture, $"1:{number}:{from.User}:{from.Wire.Host}:{GetFolderFiles | EncryptedFile}:");

    private Offer Offer(EncryptionPeer to, EncryptionPolicy? policy = null)
    {
        var delivery = _fixture.Send(OfferSteps.Message(OfferSteps.File("a.txt")) with { Encryption = policy }, [to.EndPoint]).Single();
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        return delivery.Offers.Single();
    }

    private Transfer? AskPlainly(Offer offer, EncryptionPeer from) => Begin(
        FormattableString.Invariant(
            $"1:{_number++}:{from.User}:{from.Wire.Host}:{0x800060}:{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:0:"), null,
            from.EndPoint.Address);

    private Transfer? Ask(Offer offer, string user, string host, PrivateKey? signer, IPAddress from,
        FileBodyProtection protection = FileBodyProtection.Contents, uint word = GetFolderFiles)
    {
        uint number = _number;
        var proof = protection == FileBodyProtection.None ? FileRequestProof.None : new FileRequestProof(protection, new byte[32], number);
        var envelope = Encrypted(offer, signer, proof, signer is null ? 0x01900004u : 0x41900004u);
        uint command = word | (protection == FileBodyProtection.None ? 0 : EncryptedFile);
        return Begin(string.Create(CultureInfo.InvariantCulture, $"1:{number}:{user}:{host}:{command}:{Envelopes.Body(envelope)}"),
            envelope, from);
    }

    private Envelope Encrypted(Offer offer, PrivateKey? signer, FileRequestProof proof, uint flags,
        Command command = Command.GetFolderFiles, long offset = 0)
    {
        byte[] buffer = new byte[512];
        var writer = new PacketWriter(buffer);
        ProtectedFileRequest.Write(ref writer,
            new FileRequest(command, offer.Delivery.Number, offer.Attachment.Id, offset), proof);
        byte[] plaintext = buffer.AsSpan(0, writer.Length).ToArray();
        var suite = Envelopes.Suite(flags);
        return EnvelopeEncryptor.Encrypt(plaintext, _number++, suite, _fixture.Keys.Usual!.Public, Envelopes.SessionKey(suite),
            signer is null ? null : EnvelopeSignature.Make(plaintext, suite, signer))!;
    }

    private Transfer? Begin(string request, Envelope? envelope, IPAddress from)
    {
        var assembler = new FileRequestAssembler();
        assembler.Feed(Encoding.UTF8.GetBytes(request + "\0"));
        Assert.True(assembler.TryRead(out var packet));
        var decrypted = envelope is null
            ? null : EnvelopeDecryptor.Decrypt(envelope, packet.Number, _fixture.Keys, _fixture.Machine.KeyOf(assembler));
        var transfer = _fixture.Node.Do((machine, now) => machine.BeginTransfer(now, assembler, decrypted, from));
        if (transfer is not null)
            _fixture.Node.Do((machine, now) => machine.EndTransfer(now, transfer, new TransferResult()));
        return transfer;
    }
}
