using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Tests.Members.Places;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Dictionaries that are signed and not encrypted (R103): plaintext from a sender that its signature proves.</summary>
public sealed class SignedDictTests
{
    private readonly EncryptionFixture _fixture = new();
    private readonly EncryptionPeer _alice;

    public SignedDictTests()
    {
        _alice = _fixture.Alice();
        _fixture.Send("first", _alice.EndPoint);
        Assert.NotNull(_fixture.Known());
        _alice.Wire.Forget();
    }

    private IncomingMessage Last => _fixture.Machine.Inbox.Waiting.Last();

    private int Checks => _fixture.Node.Told.Count(each => each.Event is DecryptionRequested);

    private IEnumerable<string> Confirmed => _alice.Wire.All(Command.ReceiveMessage).Select(each => each.Body);

    [Fact]
    [Rule(39, 103)]
    public void R39_R103_the_signed_message_of_the_vector_arrives_and_is_confirmed()
    {
        // What it says of encryption does not count.
        _alice.SendsPlainDict(_alice.Dictionary("Hello", 1700000010, 0x5c00120));
        Assert.Equal(("Hello", _alice.User, "ALICE-PC", "1700000010"), (Last.Text, Last.User, Last.Host, Last.NumberText));
        Assert.Equal((SignatureStatus.Valid, false), (Last.Envelope!.Signature, Last.IsEncrypted));
        Assert.Equal((MessageFlags.SendCheck | MessageFlags.Utf8 | MessageFlags.CanUtf8, true), (Last.Flags, Last.IsConfirmed));
        Assert.Equal("1700000010", Assert.Single(_alice.Wire.All(Command.ReceiveMessage)).Body);
        Assert.Same(_fixture.Machine.MemberAt(_alice.EndPoint), Last.Sender);
    }

    [Fact]
    [Rule(30)]
    public void R30_without_a_signature_it_is_dropped_like_other_plaintext_under_a_fingerprint_name()
    {
        _alice.Wire.Send(_fixture.Node.EndPoint, _alice.Dictionary("hello", 1700000011).ToArray());
        _alice.Speaks(0x120, "hello\0");
        Assert.Empty(_fixture.Texts);
        Assert.Empty(_alice.Wire.Received);
    }

    [Fact]
    [Rule(43, 102, 103)]
    public void R43_R102_R103_a_repetition_is_confirmed_again_and_not_shown_or_checked_again()
    {
        byte[] datagram = _alice.SendsPlainDict(_alice.Dictionary("hello", 1700000020));
        int checks = Checks;
        _alice.Wire.Send(_fixture.Node.EndPoint, datagram);
        _alice.Wire.Send(_fixture.Node.EndPoint, [.. datagram, .. new byte[64]]);
        _fixture.Lan.Run(100);
        Assert.Equal(["hello"], _fixture.Texts);
        Assert.Equal(["1700000020", "1700000020", "1700000020"], Confirmed);
        Assert.Equal(checks, Checks);
    }

    [Fact]
    [Rule(43, 103)]
    public void R43_R103_a_forged_copy_that_comes_first_does_not_exclude_the_message()
    {
        byte[] genuine = IpDictSignature.Sign(_alice.Dictionary("hello", 1700000021), _alice.Keys)!, forged = (byte[])genuine.Clone();
        forged[^10] ^= 1;
        _alice.Wire.Send(_fixture.Node.EndPoint, forged);
        _alice.Wire.Send(_fixture.Node.EndPoint, genuine);
        _fixture.Lan.Run(100);
        Assert.Equal(["hello"], _fixture.Texts);
        Assert.Equal(["1700000021"], Confirmed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(116)]
    public void R116_the_same_signed_message_is_shown_once_in_whatever_form_from_whatever_address(bool isEncryptedFirst)
    {
        var mallory = new ScriptedPeer(_fixture.Lan, MemberFixture.At(66));
        byte[] signed = IpDictSignature.Sign(_alice.Dictionary("once", 1700000022), _alice.Keys)!;
        for (int i = 0; i < 2; i++)
        {
            if (isEncryptedFirst == (i == 0))
            {
                _alice.SendsSigned(signed);
                _alice.SendsSigned(signed);
            }
            else
                _alice.Wire.Send(_fixture.Node.EndPoint, signed);
            _fixture.Lan.Run(100);
        }
        Assert.Equal(["once"], _fixture.Texts);
        Assert.Equal(isEncryptedFirst, Last.IsEncrypted);
        Assert.Equal(["1700000022", "1700000022", "1700000022"], Confirmed);
        mallory.Send(_fixture.Node.EndPoint, signed);
        // Longer than the filter of duplicates remembers.
        _fixture.Lan.Run(700_000);
        mallory.Send(_fixture.Node.EndPoint, signed);
        _fixture.Lan.Run(100);
        Assert.Equal(["once"], _fixture.Texts);
    }

    [Fact]
    [Rule(43, 116)]
    public void R43_R116_a_repetition_to_a_restarted_member_is_confirmed_and_not_shown()
    {
        byte[] datagram = _alice.SendsPlainDict(_alice.Dictionary("hello", 1700000023));
        var seen = _fixture.Node.Told.Select(each => each.Event).OfType<MessageRemembered>().Select(each => each.Seen).ToList();
        var next = new EncryptionFixture();
        next.Machine.LoadSeen(seen);
        var alice = new EncryptionPeer(next, 2, "alice", TestKeys.OfAlice).Enters();
        next.Send("first", alice.EndPoint);
        alice.Wire.Send(next.Node.EndPoint, datagram);
        next.Lan.Run(100);
        Assert.Empty(next.Texts);
        Assert.Equal("1700000023", Assert.Single(alice.Wire.All(Command.ReceiveMessage)).Body);
    }

    [Fact]
    [Rule(67, 74, 103)]
    public void R67_R74_R103_files_recipients_and_options_are_read()
    {
        byte[] file = new IpDictWriter().Set("FI"u8, 7).Set("FN"u8, "a:b 日本.txt").Set("FS"u8, 5).Set("MT"u8, 0x6553f100)
            .Set("FA"u8, 1).ContentToArray();
        byte[] recipient = new IpDictWriter().Set("UID"u8, "carol").Set("HID"u8, "CAROL-PC").ContentToArray();
        _alice.SendsPlainDict(_alice.Dictionary("look", 1700000024, 0x04F00320).SetList("TLST"u8, [recipient]).SetList("FILE"u8, [file]));
        Assert.Equal(("look", true, false, false), (Last.Text, Last.IsSealed, Last.IsOpened, Last.IsEncrypted));
        Assert.Equal((7u, "a:b 日本.txt", 5L), Last.Attachments.Select(each => (each.Id, each.Name, each.Size)).Single());
        Assert.Equal(("carol", "CAROL-PC"), (Last.Recipients.Single().User, Last.Recipients.Single().Host));
        var message = Last;
        Assert.True(_fixture.Node.Do((machine, now) => machine.Open(now, message)));
        _fixture.Lan.Run(100);
        Assert.Equal("1700000024", _alice.Wire.All(Command.ReadMessage)[0].Body);
    }

    [Theory]
    [InlineData(Command.GetInfo, Command.SendInfo)]
    [InlineData(Command.GetAbsenceInfo, Command.SendAbsenceInfo)]
    [Rule(55, 103)]
    public void R55_R103_questions_are_answered_in_format_1_once_a_second(Command question, Command answer)
    {
        byte[] datagram = _alice.SendsPlainDict(_alice.Dictionary("", 1700000025, (uint)question | 0x100));
        for (int i = 0; i < 10; i++)
        {
            _alice.Wire.Send(_fixture.Node.EndPoint, datagram);
            _fixture.Lan.Run(50);
        }
        Assert.Single(_alice.Wire.All(answer));
        _fixture.Lan.Run(1_000);
        _alice.Wire.Send(_fixture.Node.EndPoint, datagram);
        _fixture.Lan.Run(100);
        Assert.Equal(2, _alice.Wire.All(answer).Count);
        Assert.Empty(Confirmed);
        Assert.Empty(_fixture.Texts);
    }

    [Fact]
    [Rule(45, 103)]
    public void R45_R103_the_number_of_a_confirmation_is_understood()
    {
        _alice.Confirms = false;
        var delivery = _fixture.Send("hello", _alice.EndPoint, wait: 100);
        _alice.SendsPlainDict(_alice.Dictionary("", 1700000026, 0x21).Set("RPN"u8, delivery.Number));
        Assert.Equal(Protocol.Members.Sending.DeliveryStatus.Confirmed, delivery.Status);
    }

    [Theory]
    [InlineData(Command.Exit)]
    [InlineData(Command.Entry)]
    [InlineData(Command.GetPublicKey)]
    [InlineData(Command.DirPacket)]
    [InlineData((Command)0xA5)]
    [Rule(103, 104)]
    public void R103_R104_other_commands_are_ignored_before_their_signature_is_checked(Command command)
    {
        int checks = Checks;
        _alice.SendsPlainDict(_alice.Dictionary("", 1700000027, (uint)command));
        Assert.Empty(_alice.Wire.Received);
        Assert.Equal(checks, Checks);
        Assert.NotNull(_fixture.Machine.MemberAt(_alice.EndPoint));
    }

    [Fact]
    [Rule(72, 103)]
    public void R72_R103_the_pinned_key_counts_and_another_one_is_asked_for()
    {
        int questions = _alice.Questions.Count;
        _alice.SendsPlainDict(_alice.Dictionary("one", 1700000030), EncryptionFixture.Stranger);
        byte[] signed = IpDictSignature.Sign(_alice.Dictionary("two", 1700000031), _alice.Keys)!;
        signed[Array.IndexOf(signed, (byte)'B', 150) + 7] ^= 1;
        _alice.Wire.Send(_fixture.Node.EndPoint, signed);
        _alice.Wire.User = "alice";
        _alice.Enters();
        _alice.SendsPlainDict(_alice.Dictionary("three", 1700000032), EncryptionFixture.Stranger);
        Assert.Empty(_fixture.Texts);
        Assert.Empty(Confirmed.Concat(_alice.Messages.Select(each => each.Body)));
        Assert.True(_alice.Questions.Count > questions);
        _alice.SendsPlainDict(_alice.Dictionary("four", 1700000033));
        Assert.Equal(("four", SignatureStatus.Valid), (Last.Text, Last.Envelope!.Signature));
    }

    [Fact]
    [Rule(69, 103)]
    public void R69_R103_without_a_known_key_the_key_in_the_message_proves_nothing_and_is_asked_for()
    {
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        carol.GivesKey = false;
        carol.SendsPlainDict(carol.Dictionary("hello", 1700000035));
        Assert.Equal(("hello", SignatureStatus.UnknownKey), (Last.Text, Last.Envelope!.Signature));
        Assert.Single(carol.Questions);
        Assert.Null(_fixture.Known("carol", "CAROL-PC"));
        Assert.Equal(SignatureStatus.Valid, Last.Envelope.Check(EncryptionFixture.Stranger.Public));
        Assert.Equal(SignatureStatus.Invalid, Last.Envelope.Check(TestKeys.Alice.Public));
        // A fingerprint name of another key.
        carol.Wire.User = FingerprintName.Of("dave", TestKeys.Alice.Public);
        carol.SendsPlainDict(carol.Dictionary("forged", 1700000036));
        Assert.DoesNotContain("forged", _fixture.Texts);
    }

    [Fact]
    [Rule(122)]
    public void R122_it_proves_no_address_because_everybody_can_send_it_again()
    {
        var places = new PlaceFixture();
        var former = places.Other();
        former.Wire.Reacts = null;
        var alice = places.At(3).Enters();
        places.Lan.Run(10_000);
        places.IsAt(alice.EndPoint, isUnproved: true);
        alice.SendsPlainDict(alice.Dictionary("it is me", 1700000036));
        Assert.Equal(SignatureStatus.Valid, places.Base.Machine.Inbox.Waiting.Last().Envelope!.Signature);
        places.IsAt(alice.EndPoint, isUnproved: true);
        alice.SendsDict(alice.Dictionary("it is really me", 1700000037));
        places.IsAt(alice.EndPoint);
    }

    [Fact]
    [Rule(40)]
    public void R40_a_broadcast_is_shown_once_and_not_confirmed()
    {
        byte[] datagram = _alice.SendsPlainDict(_alice.Dictionary("all", 1700000037, 0x520));
        new ScriptedPeer(_fixture.Lan, new IPEndPoint(MemberFixture.At(99).Address, _alice.EndPoint.Port)).Send(
            _fixture.Node.EndPoint, datagram);
        _fixture.Lan.Run(100);
        Assert.Equal(["all"], _fixture.Texts);
        Assert.Empty(Confirmed);
    }

    [Fact]
    [Rule(110)]
    public void R110_forged_ones_use_up_their_share_and_get_no_answer()
    {
        var stranger = new ScriptedPeer(_fixture.Lan, MemberFixture.At(50));
        int before = Checks;
        byte[] signed = IpDictSignature.Sign(_alice.Dictionary("hello", 1700000038), _alice.Keys)!;
        for (int i = 0; i < 2_000; i++)
        {
            byte[] forged = (byte[])signed.Clone();
            _fixture.Lan.Random.Bytes(100).CopyTo(forged, forged.Length - 120);
            stranger.Send(_fixture.Node.EndPoint, forged);
        }
        _fixture.Lan.Run(100);
        Assert.InRange(Checks - before, 9, 1_000);
        Assert.Empty(stranger.Received);
        _alice.Wire.Send(_fixture.Node.EndPoint, signed);
        _fixture.Lan.Run(100);
        Assert.Equal("hello", Last.Text);
    }
}
