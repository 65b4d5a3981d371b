using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Encrypted messages that arrive: signatures, failures, and what is answered.</summary>
public sealed class EncryptedArrivalTests
{
    private readonly EncryptionFixture _fixture = new();

    private IncomingMessage Last => _fixture.Machine.Inbox.Waiting.Last();

    [Fact]
    [Rule(62)]
    public void R62_a_signed_message_of_a_known_member_is_valid_and_confirmed()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        foreach (uint suite in new[] { 0x41900004u, 0x21900004u, 0x40800004u | 0x100000, 0x20100004u })
        {
            string number = alice.Writes("hello", suite);
            Assert.Equal(("hello", SignatureStatus.Valid, suite), (Last.Text, Last.Envelope!.Signature, (uint)Last.Envelope.Suite.Flags));
            Assert.True(alice.IsConfirmed(number));
        }
    }

    [Fact]
    [Rule(64)]
    public void R64_unsigned_messages_have_no_signature()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        foreach (uint suite in new[] { 0x01820002u, 0x20002u, 0x1900004u, 0x100004u })
        {
            string number = alice.Writes("hello", suite);
            Assert.Equal(("hello", SignatureStatus.None), (Last.Text, Last.Envelope!.Signature));
            Assert.True(alice.IsConfirmed(number));
        }
    }

    [Fact]
    [Rule(69)]
    public void R69_a_wrong_signature_is_said_and_the_message_is_delivered()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        string number = alice.Writes("hello", signer: EncryptionFixture.Stranger);
        Assert.Equal(("hello", SignatureStatus.Invalid), (Last.Text, Last.Envelope!.Signature));
        Assert.True(alice.IsConfirmed(number));
        // Whether there is another key by now is worth a question.
        Assert.Equal(2, alice.Questions.Count);
        Assert.Equal(0x2072u, alice.Questions[^1].CommandWord);
    }

    [Fact]
    [Rule(69)]
    public void R69_without_a_key_it_is_unverified_the_key_is_asked_for_and_it_can_be_checked_later()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        string number = alice.Writes("hello");
        var message = Last;
        Assert.Equal(SignatureStatus.UnknownKey, message.Envelope!.Signature);
        Assert.True(alice.IsConfirmed(number));
        Assert.Equal(0x2072u, Assert.Single(alice.Questions).CommandWord);
        Assert.Equal(SignatureStatus.UnknownKey, message.Envelope.Check(_fixture.Known()?.Key));
        alice.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(100);
        Assert.Equal(SignatureStatus.Valid, message.Envelope.Check(_fixture.Known()?.Key));
        alice.Writes("again");
        Assert.Equal(SignatureStatus.Valid, Last.Envelope!.Signature);
    }

    [Fact]
    [Rule(69)]
    public void R69_the_signature_is_checked_by_the_key_of_the_name_not_of_the_address()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        var mallory = new EncryptionPeer(_fixture, 3, "alice", new OwnKeys(EncryptionFixture.Stranger, null), hasFingerprint: false);
        mallory.Writes("I am alice");
        Assert.Equal(SignatureStatus.Invalid, Last.Envelope!.Signature);
        // A fingerprint in the user name does not choose the key either.
        mallory.Wire.User = FingerprintName.Of("alice", EncryptionFixture.Stranger.Public);
        mallory.Writes("I am alice, too");
        Assert.Equal(SignatureStatus.Invalid, Last.Envelope!.Signature);
    }

    [Fact]
    [Rule(69)]
    public void R69_a_signature_does_not_make_a_message_that_of_the_member_at_its_address()
    {
        var alice = _fixture.Alice();
        var mallory = new EncryptionPeer(_fixture, 3, "mallory", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        foreach (var each in new[] { alice, mallory })
            _fixture.Send("first", each.EndPoint);
        string body = mallory.Encrypt("transfer the money\0", number: 17);
        _fixture.Lan.Forge(alice.EndPoint, _fixture.Node.EndPoint,
            Encoding.ASCII.GetBytes($"1:17:{mallory.User}:MALLORY-PC:{EncryptionPeer.Encrypted}:{body}\0"));
        _fixture.Lan.Run(100);
        Assert.Equal((mallory.User, SignatureStatus.Valid, null), (Last.User, Last.Envelope!.Signature, Last.Sender));
        // With the names of the member at that address, the message has that member as sender.
        alice.Writes("hello");
        Assert.Equal(alice.User, Last.Sender?.UserName);
    }

    [Fact]
    [Rule(65)]
    public void R65_the_number_is_as_it_stands_in_the_header()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        string body = alice.Encrypt("hello there, whoever you are\0", number: 17);
        Assert.Equal("17", alice.Sends(body, number: "17"));
        Assert.Equal(SignatureStatus.Valid, Last.Envelope!.Signature);
        alice.Sends(alice.Encrypt("hello there, whoever you are\0", number: 17), number: "0017");
        Assert.Equal(SignatureStatus.Invalid, Last.Envelope!.Signature);
        Assert.EndsWith("whoever you are", Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Rule(73)]
    public void R73_fields_in_hex_of_either_case_and_in_Base64_are_read()
    {
        var alice = _fixture.Alice();
        alice.Sends(alice.Encrypt("lower\0", 0x40900004));
        alice.Sends(alice.Encrypt("upper\0", 0x40900004).ToUpperInvariant());
        alice.Sends(alice.Encrypt("base64\0"));
        alice.Sends(alice.Encrypt("no NUL"));
        Assert.Equal(["lower", "upper", "base64", "no NUL"], _fixture.Texts);
    }

    [Fact]
    [Rule(43)]
    public void R43_repetitions_of_an_encrypted_message_are_confirmed_and_shown_once()
    {
        var alice = _fixture.Alice();
        string body = alice.Encrypt("hello\0"), number = alice.Sends(body);
        alice.Sends(body, number: number);
        alice.Sends(body + new string('\0', 64), number: number);
        Assert.Equal(["hello"], _fixture.Texts);
        Assert.Equal(3, alice.Wire.All(Command.ReceiveMessage).Count);
        Assert.Single(_fixture.Node.Told, each => each.Event is DecryptionRequested);
    }

    [Fact]
    [Rule(44)]
    public void R44_repeated_and_resent_deliveries_are_the_same_bytes()
    {
        var alice = _fixture.Alice();
        alice.Confirms = false;
        var delivery = _fixture.Send("hello", alice.EndPoint);
        _fixture.Again(20_000, delivery);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        // It has given its key, so there are ten, a second apart.
        Assert.Equal(20, alice.Messages.Count);
        byte[] first = alice.Messages[0].Bytes;
        for (int i = 0; i < 20; i++)
        {
            int padding = i % 10 > 2 ? 64 : 0;
            Assert.Equal([.. first, .. new byte[padding]], alice.Messages[i].Bytes);
        }
        Assert.Single(_fixture.Node.Told, each => each.Event is EncryptionRequested);
    }

    [Fact]
    [Rule(69)]
    public void R69_a_key_that_comes_while_a_message_is_opened_is_of_use_afterwards()
    {
        // Everything at once: the message, the question it causes, the answer.
        var alice = _fixture.Host(2, "alice", TestKeys.OfAlice);
        foreach (var host in new[] { _fixture.Node, alice })
            host.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(30_000);
        _fixture.Send("hello", alice.EndPoint);
        var message = alice.Machine.Inbox.Waiting.Single();
        Assert.Equal(SignatureStatus.Valid, message.Envelope!.Check(alice.Machine.KnownKeyOf(message.User, message.Host)?.Key));
    }

    private static string Changed(string base64, bool atEnd = false)
    {
        byte[] bytes = Convert.FromBase64String(base64);
        bytes[atEnd ? bytes.Length - 1 : 3] ^= 0x40;
        return Convert.ToBase64String(bytes);
    }
}
