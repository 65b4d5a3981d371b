using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Messages and questions that arrive as dictionaries.</summary>
public sealed class IpDictArrivalTests
{
    private readonly EncryptionFixture _fixture = new();
    private readonly EncryptionPeer _alice;

    public IpDictArrivalTests()
    {
        _alice = _fixture.Alice();
        _fixture.Send("first", _alice.EndPoint);
        Assert.NotNull(_fixture.Known());
        _alice.Wire.Forget();
    }

    private IncomingMessage Last => _fixture.Machine.Inbox.Waiting.Last();

    [Fact]
    [Rule(103)]
    public void R103_the_message_of_the_vector_arrives()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], counter = [.. Enumerable.Range(0xA0, 16).Select(i => (byte)i)];
        byte[] signed = IpDictSignature.Sign(_alice.Dictionary("Hello", 1700000010, 0x1c00120), _alice.Keys)!;
        using (var cipher = TransferCipher.At(key, counter))
            cipher.Transform(signed);
        _alice.Wire.Send(_fixture.Node.EndPoint, new IpDictWriter().Set("EF"u8, 0x500004).Set("EI"u8, counter)
            .Set("EK"u8, Convert.FromBase64String(Vectors.Base64Key)).Set("EB"u8, signed).ToArray());
        _fixture.Lan.Run(100);
        Assert.Equal(("Hello", _alice.User, "ALICE-PC", "1700000010"), (Last.Text, Last.User, Last.Host, Last.NumberText));
        Assert.Equal((SignatureStatus.Valid, EncryptionPeer.Dict), (Last.Envelope!.Signature, (uint)Last.Envelope.Suite.Flags));
        Assert.Equal("1700000010", Assert.Single(_alice.Wire.All(Command.ReceiveMessage)).Body);
        Assert.Same(_fixture.Machine.MemberAt(_alice.EndPoint), Last.Sender);
    }

    [Fact]
    [Rule(43, 102, 103)]
    public void R43_R102_R103_a_repetition_is_confirmed_again_and_not_shown_or_decrypted_again()
    {
        byte[] datagram = _alice.SendsDict(_alice.Dictionary("hello", 1700000020));
        _alice.Wire.Send(_fixture.Node.EndPoint, datagram);
        _alice.Wire.Send(_fixture.Node.EndPoint, [.. datagram, .. new byte[64]]);
        _fixture.Lan.Run(100);
        Assert.Equal(["hello"], _fixture.Texts);
        Assert.Equal(["1700000020", "1700000020", "1700000020"], _alice.Wire.All(Command.ReceiveMessage).Select(each => each.Body));
        Assert.Single(_fixture.Node.Told, each => each.Event is DecryptionRequested);
    }

    [Fact]
    [Rule(43, 116)]
    public void R43_R116_a_repetition_in_another_envelope_of_a_restarted_member_is_confirmed()
    {
        byte[] datagram = _alice.SendsDict(_alice.Dictionary("hello", 1700000020));
        var seen = _fixture.Node.Told.Select(each => each.Event).OfType<MessageRemembered>().Select(each => each.Seen).ToList();
        var next = new EncryptionFixture();
        next.Machine.LoadSeen(seen);
        var alice = new EncryptionPeer(next, 2, "alice", TestKeys.OfAlice).Enters();
        next.Send("first", alice.EndPoint);
        alice.Wire.Send(next.Node.EndPoint, datagram);
        next.Lan.Run(100);
        Assert.Empty(next.Texts);
        Assert.Equal("1700000020", Assert.Single(alice.Wire.All(Command.ReceiveMessage)).Body);
    }

    [Fact]
    [Rule(43, 103)]
    public void R43_R103_a_repetition_of_what_an_earlier_process_has_stored_is_confirmed_and_not_shown()
    {
        var hash = SipHash128.Create(_fixture.Lan.Random);
        _fixture.Node.Do((machine, now) => machine.LoadMessages(now, hash, [], []));
        byte[] datagram = _alice.SendsDict(_alice.Dictionary("hello", 1700000020));
        var next = new EncryptionFixture();
        // What the message store has: no digest of envelope and names.
        next.Node.Do((machine, now) => machine.LoadMessages(now, hash, [Last.Key], [Last.ReplayKey!.Digest]));
        var alice = new EncryptionPeer(next, 2, "alice", TestKeys.OfAlice).Enters();
        next.Send("first", alice.EndPoint);
        var mallory = new ScriptedPeer(next.Lan, MemberFixture.At(66));
        mallory.Send(next.Node.EndPoint, datagram);
        alice.Wire.Send(next.Node.EndPoint, datagram);
        next.Lan.Run(100);
        Assert.Empty(next.Texts);
        Assert.Empty(mallory.All(Command.ReceiveMessage));
        Assert.Equal("1700000020", Assert.Single(alice.Wire.All(Command.ReceiveMessage)).Body);
    }

    [Fact]
    [Rule(67, 74, 103)]
    public void R67_R74_R103_files_recipients_and_options_are_read()
    {
        byte[] file = new IpDictWriter().Set("FI"u8, 7).Set("FN"u8, "a:b 日本.txt").Set("FS"u8, 0x1_0000_0000).Set("MT"u8, 0x6553f100)
            .Set("FA"u8, 1).ContentToArray();
        byte[] image = new IpDictWriter().Set("FI"u8, 8).Set("FN"u8, "ipmsgclip_s_1_3.png").Set("FS"u8, 5).Set("MT"u8, 0)
            .Set("FA"u8, 0x20).Set("CP"u8, 3).ContentToArray();
        byte[] damaged = new IpDictWriter().Set("FI"u8, 9).Set("FN"u8, "x").Set("FS"u8, -1).ContentToArray();
        byte[] recipient = new IpDictWriter().Set("UID"u8, "carol").Set("HID"u8, "CAROL-PC").ContentToArray();
        _alice.SendsDict(_alice.Dictionary("look\nhere", 1700000021, 0x04F00320)
            .SetList("TLST"u8, [recipient, Encoding.ASCII.GetBytes("no dictionary")])
            .SetList("FILE"u8, [file, image, damaged, []]));
        Assert.Equal(("look\nhere", true, false), (Last.Text, Last.IsSealed, Last.IsOpened));
        Assert.Equal([(7u, "a:b 日本.txt", 0x1_0000_0000L), (8u, "ipmsgclip_s_1_3.png", 5L)],
            Last.Attachments.Select(each => (each.Id, each.Name, each.Size)));
        Assert.Equal(3, Last.Attachments[1].ExtendedAttributes.Position);
        Assert.Equal(("carol", "CAROL-PC"), (Last.Recipients.Single().User, Last.Recipients.Single().Host));
        var message = Last;
        Assert.True(_fixture.Node.Do((machine, now) => machine.Open(now, message)));
        _fixture.Lan.Run(100);
        Assert.Equal("1700000021", _alice.Wire.All(Command.ReadMessage)[0].Body);
    }

    [Theory]
    [InlineData(Command.GetInfo, Command.SendInfo)]
    [InlineData(Command.GetAbsenceInfo, Command.SendAbsenceInfo)]
    [Rule(55, 103)]
    public void R55_R103_questions_are_answered_in_format_1(Command question, Command answer)
    {
        _alice.SendsDict(_alice.Dictionary("", 1700000022, (uint)question));
        Assert.Single(_alice.Wire.All(answer));
        Assert.Empty(_fixture.Texts);
    }

    [Theory]
    [InlineData(Command.Exit)]
    [InlineData(Command.Entry)]
    [InlineData(Command.GetPublicKey)]
    [InlineData((Command)0xA5)]
    [Rule(103)]
    public void R103_other_commands_stay_in_format_1(Command command)
    {
        _alice.SendsDict(_alice.Dictionary("", 1700000023, (uint)command));
        Assert.Empty(_alice.Wire.Received);
        Assert.NotNull(_fixture.Machine.MemberAt(_alice.EndPoint));
    }

    [Fact]
    [Rule(45, 103)]
    public void R45_R103_the_number_of_a_confirmation_is_understood()
    {
        _alice.Confirms = false;
        var delivery = _fixture.Send("hello", _alice.EndPoint, wait: 100);
        _alice.SendsDict(_alice.Dictionary("", 1700000024, 0x21).Set("RPN"u8, delivery.Number));
        Assert.Equal(Protocol.Members.Sending.DeliveryStatus.Confirmed, delivery.Status);
    }

    [Fact]
    [Rule(103)]
    public void R103_what_is_not_signed_by_its_sender_is_dropped_without_an_answer()
    {
        // Not signed, signed by another key, changed after it was signed, and for another recipient.
        _alice.SendsSigned(_alice.Dictionary("one", 1700000030).ToArray());
        _alice.SendsDict(_alice.Dictionary("two", 1700000031), EncryptionFixture.Stranger);
        byte[] signed = IpDictSignature.Sign(_alice.Dictionary("three", 1700000032), _alice.Keys)!;
        signed[Array.IndexOf(signed, (byte)'B', 150) + 7] ^= 1;
        _alice.SendsSigned(signed);
        byte[] other = IpDictSignature.Sign(_alice.Dictionary("four", 1700000033), _alice.Keys)!;
        _alice.Wire.Send(_fixture.Node.EndPoint, IpDictEnvelope.Write(
            IpDictEnvelope.Encrypt(other, TestKeys.Alice.Public, new byte[IpDictEnvelope.RandomLength])!).ToArray());
        _fixture.Lan.Run(10_000);
        Assert.Empty(_fixture.Texts);
        Assert.Empty(_alice.Wire.All(Command.ReceiveMessage).Concat(_alice.Messages));
    }

    [Fact]
    [Rule(72, 103)]
    public void R72_R103_another_key_of_a_member_is_asked_for_and_its_message_is_dropped()
    {
        int questions = _alice.Questions.Count;
        var changed = new OwnKeys(EncryptionFixture.Stranger, null);
        _alice.Wire.User = FingerprintName.Of("alice", EncryptionFixture.Stranger.Public);
        _alice.Keys = changed;
        _alice.Enters();
        _alice.SendsDict(_alice.Dictionary("hello", 1700000034));
        Assert.Empty(_fixture.Texts);
        Assert.True(_alice.Questions.Count > questions);
    }

    [Fact]
    [Rule(69, 103)]
    public void R69_R103_without_a_known_key_the_key_in_the_message_proves_nothing_and_is_asked_for()
    {
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        carol.GivesKey = false;
        carol.SendsDict(carol.Dictionary("hello", 1700000035));
        Assert.Equal(("hello", SignatureStatus.UnknownKey), (Last.Text, Last.Envelope!.Signature));
        Assert.Single(carol.Questions);
        Assert.Null(_fixture.Known("carol", "CAROL-PC"));
        Assert.Equal(SignatureStatus.Valid, Last.Envelope.Check(EncryptionFixture.Stranger.Public));
        Assert.Equal(SignatureStatus.Invalid, Last.Envelope.Check(TestKeys.Alice.Public));
    }

    [Fact]
    [Rule(110)]
    public void R110_dictionaries_that_cannot_be_decrypted_use_up_their_share()
    {
        int Decryptions() => _fixture.Node.Told.Count(each => each.Event is DecryptionRequested);
        var stranger = new ScriptedPeer(_fixture.Lan, MemberFixture.At(50));
        int before = Decryptions();
        for (int i = 0; i < 2_000; i++)
        {
            stranger.Send(_fixture.Node.EndPoint, new IpDictWriter().Set("EF"u8, 0x500004).Set("EI"u8, _fixture.Lan.Random.Bytes(16))
                .Set("EK"u8, _fixture.Lan.Random.Bytes(256)).Set("EB"u8, new byte[700]).ToArray());
        }
        _fixture.Lan.Run(100);
        Assert.InRange(Decryptions() - before, 9, 1_000);
        Assert.Empty(stranger.Received);
        _alice.SendsDict(_alice.Dictionary("hello", 1700000036));
        Assert.Equal("hello", Last.Text);
    }

    [Fact]
    [Rule(104)]
    public void R104_a_member_without_keys_ignores_dictionaries()
    {
        var fixture = new MemberFixture();
        fixture.Peer.Send(fixture.Node.EndPoint, IpDictSignature.Sign(_alice.Dictionary("hello", 1), _alice.Keys)!);
        fixture.Peer.Send(fixture.Node.EndPoint, _alice.SendsDict(_alice.Dictionary("hello", 2)));
        fixture.Lan.Run(100);
        Assert.Empty(fixture.Texts);
        Assert.Empty(fixture.Peer.Received);
        Assert.Equal(2, fixture.Machine.Counters.Ignored);
    }
}
