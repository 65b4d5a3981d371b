using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
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

/// <summary>
/// Somebody sends recorded encrypted messages again: from other addresses, under other names, with other numbers and fields.
/// </summary>
public sealed class ReplayTests
{
    private const string Text = "pay him 100";
    private const uint Dict = EncryptionPeer.Dict, Signed = 0x41900004, Unsigned = 0x01900004, OldSigned = 0x41100004;

    private readonly EncryptionFixture _fixture = new();
    private readonly EncryptionPeer _alice;
    private readonly ScriptedPeer _attacker;
    private string _number = "";

    public ReplayTests()
    {
        _alice = _fixture.Alice();
        _fixture.Send("first", _alice.EndPoint);
        Assert.NotNull(_fixture.Known());
        _attacker = new ScriptedPeer(_fixture.Lan, MemberFixture.At(99));
    }

    [Theory]
    [InlineData(Signed)]
    [InlineData(Unsigned)]
    [InlineData(Dict)]
    [InlineData(EncryptionPeer.Older)]
    [Rule(116)]
    public void R116_a_recorded_message_is_not_shown_under_other_names_and_from_other_addresses(uint suite)
    {
        byte[] recorded = Record(suite);
        for (int i = 0; i < 8; i++)
        {
            Replay(Changed(recorded, (3, "HOST-" + i)), 20 + i);
            Replay(Changed(recorded, (2, "mallory" + i), (3, "HOST-" + i)), 30 + i);
            Replay(Changed(recorded, (2, "mallory" + i)), 2);
        }
        Assert.Equal([Text], _fixture.Texts);
    }

    [Theory]
    [InlineData(Signed)]
    [InlineData(Unsigned)]
    [InlineData(Dict)]
    [Rule(116)]
    public void R116_a_changed_copy_is_neither_shown_nor_confirmed(uint suite)
    {
        byte[] recorded = Record(suite);
        string[] parts = Parts(recorded);
        _attacker.Forget();
        // Another number changes the first block, and an envelope without its signature shows all of the text. Those of a dictionary are
        // inside of it.
        if (suite != Dict)
            Send(Changed(recorded, (1, "1700000999")));
        if (suite == Signed)
            Send(Changed(recorded, (5, "1900004")));
        Send(Changed(recorded, (7, suite == Dict ? "" : (parts[7][0] == 'A' ? 'B' : 'A') + parts[7][1..])));
        if (suite != Dict)
            Send(Changed(recorded, (3, "HOST-1")));
        Assert.Equal([Text], _fixture.Texts);
        Assert.Empty(_attacker.All(Command.ReceiveMessage));
        // The sender itself may repeat it from another address.
        Send(recorded);
        Assert.Equal([Text], _fixture.Texts);
        Assert.Equal(_number, Assert.Single(_attacker.All(Command.ReceiveMessage)).Body);
    }

    [Fact]
    [Rule(116)]
    public void R116_without_the_number_in_the_ciphertext_another_number_changes_nothing()
    {
        byte[] recorded = Record(OldSigned);
        Send(Changed(recorded, (1, "1700000999")));
        Assert.Equal([Text], _fixture.Texts);
    }

    [Fact]
    [Rule(116)]
    public void R116_a_message_from_before_its_key_was_known_is_not_shown_again_afterwards()
    {
        var carol = new EncryptionPeer(_fixture, 3, "carol", TestKeys.OfAlice) { GivesKey = false }.Enters();
        string body = carol.Encrypt(Text + "\0", OldSigned);
        carol.Sends(body);
        Assert.Equal(SignatureStatus.UnknownKey, _fixture.Machine.Inbox.Waiting.Single().Envelope!.Signature);
        carol.GivesKey = true;
        _fixture.Send("hello", carol.EndPoint);
        Assert.NotNull(_fixture.Known("carol", "CAROL-PC"));
        carol.Sends(body);
        Assert.Equal([Text], _fixture.Texts);
    }

    [Fact]
    [Rule(116)]
    public void R116_a_copy_that_comes_first_does_not_exclude_what_the_sender_has_signed()
    {
        string body = _alice.Encrypt(Text + "\0", Signed);
        _fixture.Lan.Relay = (_, _, _) => [];
        _number = _alice.Sends(body);
        _fixture.Lan.Relay = null;
        byte[] recorded = _fixture.Wire[^1];
        Send(Changed(recorded, (2, "mallory"), (3, "HOST-1")));
        Send(Changed(recorded, (5, "1900004")));
        _alice.Sends(body, number: _number);
        Assert.True(_alice.IsConfirmed(_number));
        Assert.Equal([SignatureStatus.UnknownKey, SignatureStatus.Valid],
            _fixture.Machine.Inbox.Waiting.Select(each => each.Envelope!.Signature));
        Send(Changed(recorded, (2, "mallory"), (3, "HOST-2")));
        Assert.Equal(2, _fixture.Machine.Inbox.Count);
    }

    [Theory]
    [InlineData(Signed)]
    [InlineData(Unsigned)]
    [InlineData(Dict)]
    [Rule(116)]
    public void R116_noise_does_not_evict_a_message(uint suite)
    {
        byte[] recorded = Record(suite);
        // Half of it is plaintext, and half claims to be encrypted.
        for (int i = 0; i < 72_000; i++)
        {
            string number = (1_800_000_000 + i).ToString(CultureInfo.InvariantCulture);
            byte[] noise = Encoding.ASCII.GetBytes("1:" + number + ":x:X-PC:"
                + (i % 2 == 0 ? "32:noise\0" : EncryptionPeer.Encrypted + ":41900004:ab:cd:ef\0"));
            var from = new IPEndPoint(new IPAddress([10, 9, (byte)(i >> 8), (byte)i]), 2425);
            _fixture.Machine.Receive(_fixture.Lan.Moment, noise, from);
            while (_fixture.Machine.Inbox.Count > 1)
                _fixture.Machine.Inbox.Requeue(TakeNoise());
        }
        Send(recorded);
        Send(Changed(recorded, (3, "HOST-1")));
        Assert.Equal([Text], _fixture.Texts);
    }

    [Theory]
    [InlineData(Signed)]
    [InlineData(Unsigned)]
    [InlineData(Dict)]
    [Rule(116)]
    public void R116_what_was_kept_is_recognised_after_a_restart(uint suite)
    {
        byte[] recorded = Record(suite);
        var seen = _fixture.Node.Told.Select(each => each.Event).OfType<MessageRemembered>().Select(each => each.Seen).ToList();
        Assert.NotEmpty(seen);
        var next = new EncryptionFixture();
        next.Machine.LoadSeen(seen);
        var attacker = new ScriptedPeer(next.Lan, MemberFixture.At(99));
        attacker.Send(next.Node.EndPoint, recorded);
        attacker.Send(next.Node.EndPoint, Changed(recorded, (3, "HOST-1")));
        next.Lan.Run(1_000);
        Assert.Empty(next.Texts);
    }

    [Fact]
    [Rule(116)]
    public void R116_only_a_signature_leads_into_the_share_of_signed_messages_and_only_an_address_into_the_other_one()
    {
        _alice.Writes("signed", Signed);
        _alice.Writes("not signed", Unsigned);
        _alice.Writes("signed by another one", Signed, EncryptionFixture.Stranger);
        // The same names at another address, and other names at hers.
        var attacker = new EncryptionPeer(_fixture, 98, "alice", TestKeys.OfAlice);
        attacker.Writes("not signed", Unsigned);
        attacker.Wire.User = "mallory";
        attacker.Writes("signed, without a key", Signed);
        var shares = _fixture.Node.Told.Select(each => each.Event).OfType<MessageRemembered>().Select(each => each.Seen.Share).ToList();
        Assert.True((shares[0] & 1) == 1 && shares[0] > SeenMessage.Stored);
        Assert.Equal([shares[0] - 1, shares[0] - 1, SeenMessage.Common, SeenMessage.Common], shares.Skip(1));
    }

    [Theory]
    [InlineData(true, Signed)]
    [InlineData(false, Signed)]
    [InlineData(true, Dict)]
    [InlineData(false, Dict)]
    [Rule(116)]
    public void R116_a_message_from_before_all_that_are_remembered_is_not_shown_when_the_numbers_rise(bool rises, uint suite)
    {
        byte[] recorded = Record(suite);
        var hers = Assert.Single(_fixture.Node.Told.Select(each => each.Event).OfType<MessageRemembered>()).Seen;
        uint clock = (uint)_fixture.Lan.Moment.Wall.ToUnixTimeSeconds();
        _fixture.Machine.LoadSeen(Enumerable.Range(1, 2 * ReplayMemory.MaxPerShare).Select(i => hers with
        {
            Digest = new DuplicateKey((ulong)i, 1),
            Number = clock - (uint)(rises ? 10_000 - i : i % 2 * 10_000),
        }));
        _attacker.Forget();
        Send(recorded);
        // A client whose numbers do not rise may send this one now.
        Assert.Equal(rises ? [Text] : [Text, Text], _fixture.Texts);
        Assert.Equal(rises ? 0 : 1, _attacker.All(Command.ReceiveMessage).Count);
        _alice.Sends(_alice.Encrypt("next\0", Signed, number: clock), number: clock.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("next", _fixture.Texts[^1]);
    }

    // Takes the noise behind the message out, and returns the message.
    private IncomingMessage TakeNoise()
    {
        var message = _fixture.Machine.Inbox.Dequeue()!;
        while (_fixture.Machine.Inbox.Dequeue() is not null)
        {
        }
        return message;
    }

    private byte[] Record(uint suite)
    {
        _number = _alice.Writes(Text, suite);
        byte[] recorded = _fixture.Wire.Last(each => suite == Dict
            ? each.AsSpan().StartsWith("IP2:"u8)
            : PacketReader.TryRead(each, out var packet) && Encoding.ASCII.GetString(packet.Number) == _number);
        Assert.Equal([Text], _fixture.Texts);
        return recorded;
    }

    private void Replay(byte[] datagram, int host)
    {
        _fixture.Lan.Forge(MemberFixture.At(host), _fixture.Node.EndPoint, datagram);
        _fixture.Lan.Run(100);
    }

    private void Send(byte[] datagram)
    {
        _attacker.Send(_fixture.Node.EndPoint, datagram);
        _fixture.Lan.Run(1_000);
    }

    private static string[] Parts(byte[] datagram) => Encoding.Latin1.GetString(datagram).Split(':');

    // The fields of the header are 0 to 4; behind them are the flags, the session key, the ciphertext and the signature.
    private static byte[] Changed(byte[] datagram, params (int Field, string Value)[] changes)
    {
        if (IpDict.TryRead(datagram, out var dict))
            return RecordedDict.Changed(dict, changes);
        var parts = new List<string>(Parts(datagram));
        foreach (var (field, value) in changes)
            parts[field] = value;
        // Without the flag nobody misses the signature.
        if (parts[5] == "1900004" && parts.Count > 8)
            (parts[7], parts) = (parts[7] + "\0", parts[..8]);
        return Encoding.Latin1.GetBytes(string.Join(':', parts));
    }
}
