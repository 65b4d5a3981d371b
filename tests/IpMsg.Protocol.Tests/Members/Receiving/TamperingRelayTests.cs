using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Tests.Members.Offers;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Somebody between two members who rewrites what passes. Bob, the node, writes to Alice.</summary>
public abstract class TamperingRelayTests
{
    private protected const string Secret = "the treasure is under the oak, next to the old well";

    private readonly EncryptionFixture _fixture;
    private readonly bool _isDict;
    private readonly List<byte[]> _recorded = [];
    private SimulatedHost _alice;

    private protected TamperingRelayTests(bool isDict)
    {
        _isDict = isDict;
        _fixture = new EncryptionFixture(prefersIpDict: isDict);
        _alice = _fixture.Host(2, "alice", TestKeys.OfAlice);
    }

    private protected EncryptionFixture Scene => _fixture;

    private protected SimulatedHost Alice => _alice;

    private TamperingRelayTests Fresh() => _isDict ? new TamperingRelayIpDictTests() : new TamperingRelayPacketTests();

    [Fact]
    [Rule(70)]
    public void R70_damage_in_any_place_of_a_message_is_noticed()
    {
        Meet();
        int length = Record(SealedMessage()).Length;
        // Every seventh byte, and every bit of it in turn.
        for (int at = 0; at < length; at += 7)
        {
            var fresh = Fresh();
            fresh.Meet();
            int place = at;
            fresh.Rewrite(Command.SendMessage, datagram =>
            {
                datagram[place % datagram.Length] ^= (byte)(1 << place % 8);
                return [datagram];
            });
            var delivery = fresh._fixture.Send(Secret, fresh._alice.EndPoint);
            foreach (var message in fresh._alice.Machine.Inbox.Waiting)
            {
                var signature = message.Envelope?.Check(fresh._alice.Machine.KnownKeyOf(message.User, message.Host)?.Key)
                    ?? SignatureStatus.None;
                Assert.True(signature != SignatureStatus.Valid || message.Text == Secret, "at " + place + ": " + message.Text);
            }
            bool isThere = fresh._alice.Machine.Inbox.Waiting.Any(each => each.Text.Length > 0);
            Assert.True(delivery.Status != DeliveryStatus.Confirmed || isThere, "at " + place);
            fresh._fixture.NeverSaid(Secret);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(61, 72)]
    public void R61_R72_a_swapped_key_is_not_believed_under_a_fingerprint_and_blocks_everything_once_the_true_one_shows(bool isSwappedLater)
    {
        var swapped = new PublicKeyAnswer((Capabilities)EncryptionPeer.Full, EncryptionFixture.Stranger.Public);
        Rewrite(Command.AnswerPublicKey,
            datagram => [[.. datagram.Take(HeaderLength(datagram)), .. Encoding.ASCII.GetBytes(WriterOutput.Text(swapped.Write)), 0]]);
        Enter();
        EncryptionFixture.Refused(_fixture.Send(Secret, _alice.EndPoint), DeliveryRefusal.NoKey);
        Assert.Empty(_fixture.Machine.KnownKeys);

        // Without a fingerprint the first key counts, and then the other one is the changed one, whichever is true.
        var fresh = Fresh();
        fresh._alice = fresh._fixture.Host(3, "carol", new OwnKeys(null, TestKeys.OlderBob));
        fresh.Enter();
        if (isSwappedLater)
            Assert.Equal(DeliveryStatus.Confirmed, fresh._fixture.Send(Secret, fresh._alice.EndPoint).Status);
        fresh.Rewrite(Command.AnswerPublicKey,
            datagram => [[.. datagram.Take(HeaderLength(datagram)), .. Encoding.ASCII.GetBytes(WriterOutput.Text(swapped.Write)), 0]]);
        if (!isSwappedLater)
            Assert.Equal(DeliveryStatus.Unconfirmed, fresh._fixture.Send(Secret, fresh._alice.EndPoint).Status);
        else
            fresh.AskAgain();
        fresh._fixture.Lan.Relay = null;
        fresh.AskAgain();
        EncryptionFixture.Refused(fresh._fixture.Send(Secret, fresh._alice.EndPoint), DeliveryRefusal.KeyChanged);
        fresh._fixture.NeverSaid(Secret);
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(43)]
    public void R43_replayed_messages_are_shown_once_from_wherever_and_whenever_they_come()
    {
        Meet();
        byte[] message = Record(SealedMessage());
        _fixture.Lan.Relay = null;
        var other = new ScriptedPeer(_fixture.Lan, MemberFixture.At(9));
        for (int i = 0; i < 3; i++)
        {
            _fixture.Lan.Forge(_fixture.Node.EndPoint, _alice.EndPoint, message);
            other.Send(_alice.EndPoint, message);
            _fixture.Lan.Run(3_600_000);
        }
        Assert.Equal([Secret], _alice.Machine.Inbox.Waiting.Select(each => each.Text));
        // Under another name too (R116).
        byte[] renamed = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace("bob-<", "rob-<", StringComparison.Ordinal));
        _fixture.Lan.Forge(_fixture.Node.EndPoint, _alice.EndPoint, renamed);
        _fixture.Lan.Run(10_000);
        Assert.Equal([Secret], _alice.Machine.Inbox.Waiting.Select(each => each.Text));
    }

    [Fact]
    [Rule(43)]
    public void R43_a_replayed_confirmation_confirms_no_other_message()
    {
        Meet();
        Rewrite(Command.ReceiveMessage, datagram =>
        {
            _recorded.Add(datagram);
            return [datagram];
        });
        _fixture.Send("first", _alice.EndPoint);
        Rewrite(Command.SendMessage, _ =>
        {
            _fixture.Lan.Forge(_alice.EndPoint, _fixture.Node.EndPoint, _recorded[0]);
            return [];
        });
        Assert.Equal(DeliveryStatus.Unconfirmed, _fixture.Send(Secret, _alice.EndPoint).Status);
    }

    [Fact]
    [Rule(30)]
    public void R30_entries_without_ENCRYPTOPT_do_not_bring_plaintext()
    {
        Strip(EntryFlags.CanEncrypt);
        Enter();
        // Not a member, for its name belies it; as an address it is asked for its key, and has one.
        Assert.Null(_fixture.Machine.MemberAt(_alice.EndPoint));
        var delivery = _fixture.Send(Secret, _alice.EndPoint);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.NotNull(delivery.Suite);

        // Known as one who encrypts, without a fingerprint.
        var fresh = Fresh();
        fresh._alice = fresh._fixture.Host(3, "carol", new OwnKeys(null, TestKeys.OlderBob));
        fresh.Enter();
        Assert.Equal(DeliveryStatus.Confirmed, fresh._fixture.Send(Secret, fresh._alice.EndPoint).Status);
        fresh.Strip(EntryFlags.CanEncrypt);
        fresh.Enter();
        EncryptionFixture.Refused(fresh._fixture.Send(Secret, fresh._alice.EndPoint), DeliveryRefusal.EncryptionWithdrawn);
        _fixture.NeverSaid(Secret);
        fresh._fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(67)]
    public void R67_entries_without_ENCEXTMSGOPT_do_not_bring_lists_into_the_open()
    {
        Strip(EntryFlags.CanEncryptLists | EntryFlags.CanEncryptFiles);
        Enter();
        Assert.Equal(EntryFlags.CanEncrypt,
            _fixture.Machine.MemberAt(_alice.EndPoint)!.Status & (EntryFlags.CanEncrypt | EntryFlags.CanEncryptLists));
        var delivery = _fixture.Send(OfferSteps.Message(OfferSteps.File("salaries.txt")), [_alice.EndPoint]).Single();
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.Equal("salaries.txt", _alice.Machine.Inbox.Waiting.Single().Attachments.Single().Name);
        _fixture.NeverSaid("salaries.txt");
    }

    [Fact]
    [Rule(30)]
    public void R30_taking_fingerprint_and_ENCRYPTOPT_away_together_does_not_bring_plaintext_to_a_known_member()
    {
        Meet();
        _fixture.Lan.Relay = (_, _, datagram) =>
        {
            if (CommandOf(datagram) is not (Command.Entry or Command.AnswerEntry or Command.Absence))
                return [datagram];
            // In the trailer as well.
            string[] parts = Encoding.Latin1.GetString(datagram)
                .Replace("-<" + TestKeys.Alice.Public.Fingerprint + ">", "", StringComparison.Ordinal).Split(':', 6);
            parts[4] = (uint.Parse(parts[4], System.Globalization.CultureInfo.InvariantCulture) & ~(uint)EntryFlags.CanEncrypt).ToString(
                System.Globalization.CultureInfo.InvariantCulture);
            return [Encoding.Latin1.GetBytes(string.Join(':', parts))];
        };
        _fixture.Lan.Run(60_000);
        Enter();
        EncryptionFixture.Refused(_fixture.Send(Secret, _alice.EndPoint), DeliveryRefusal.EncryptionWithdrawn);
        _fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("20002")]
    [InlineData("1002")]
    [Rule(58)]
    public void R58_a_weakened_question_brings_no_weaker_key(string mask)
    {
        Rewrite(Command.GetPublicKey, datagram => [[.. datagram.Take(HeaderLength(datagram)), .. Encoding.ASCII.GetBytes(mask), 0]]);
        Enter();
        EncryptionFixture.Refused(_fixture.Send(Secret, _alice.EndPoint), DeliveryRefusal.NoKey);
        // Nor from one who has both keys and no fingerprint.
        var both = new EncryptionPeer(_fixture, 5, "dave", TestKeys.OfBob, hasFingerprint: false).Enters();
        EncryptionFixture.Refused(_fixture.Send(Secret, both.EndPoint), DeliveryRefusal.NoKey);
        Assert.Empty(_fixture.Machine.KnownKeys);
        _fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("1820002")]
    [InlineData("9002")]
    [InlineData("4100004")]
    [Rule(68, 72)]
    public void R68_R72_weakened_capabilities_of_an_answer_never_bring_plaintext(string mask)
    {
        // At first sight.
        Weaken(mask);
        Enter();
        var delivery = _fixture.Send(Secret, _alice.EndPoint);
        if (mask == "4100004")
            Assert.Equal(SignatureStatus.None, _alice.Machine.Inbox.Waiting.Single().Envelope!.Signature);
        else
            EncryptionFixture.Refused(delivery, DeliveryRefusal.NoCommonCipher);
        // And later.
        var fresh = Fresh();
        fresh.Meet();
        fresh.Weaken(mask);
        fresh.AskAgain();
        EncryptionFixture.Refused(fresh._fixture.Send(Secret, fresh._alice.EndPoint), DeliveryRefusal.KeyChanged);
        _fixture.NeverSaid(Secret);
        fresh._fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(70)]
    public void R70_a_forged_complaint_brings_a_question_and_nothing_else()
    {
        Meet();
        Rewrite(Command.SendMessage, datagram =>
        {
            _fixture.Lan.Forge(_alice.EndPoint, _fixture.Node.EndPoint, Encoding.ASCII.GetBytes("1:99:x:X-PC:139296:(DecryptErr)\0"));
            return [datagram];
        });
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, _alice.EndPoint).Status);
        Assert.Equal([Secret], _alice.Machine.Inbox.Waiting.Select(each => each.Text));
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(25)]
    public void R25_a_forged_farewell_does_not_bring_plaintext()
    {
        Meet();
        // Its entries do not reach us either, so it seems to be gone (R123).
        Rewrite(Command.AnswerEntry, _ => []);
        _fixture.Lan.Forge(_alice.EndPoint, _fixture.Node.EndPoint, Encoding.ASCII.GetBytes("1:99:x:X-PC:2:\0"));
        _fixture.Lan.Run(5_000);
        Assert.Null(_fixture.Machine.MemberAt(_alice.EndPoint));
        // The address alone is left, and it gives its key.
        var delivery = _fixture.Send(Secret, _alice.EndPoint);
        Assert.NotNull(delivery.Suite);
        // When even that is kept away from us: an address from which a key is known is no stranger.
        _fixture.Lan.Forge(_alice.EndPoint, _fixture.Node.EndPoint, Encoding.ASCII.GetBytes("1:99:x:X-PC:2:\0"));
        Rewrite(Command.GetPublicKey, _ => []);
        EncryptionFixture.Refused(_fixture.Send(Secret, _alice.EndPoint), DeliveryRefusal.NoKey);
        _fixture.NeverSaid(Secret);
    }

    private protected void Meet()
    {
        Enter();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("first", _alice.EndPoint).Status);
        Assert.NotNull(_fixture.Machine.KnownKeys.Single());
        _alice.Machine.Inbox.Dequeue();
    }

    private void Enter()
    {
        foreach (var host in new[] { _fixture.Node, _alice })
            host.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(30_000);
    }

    private Delivery SealedMessage() => _fixture.Send(Secret, _alice.EndPoint);

    // What passed last while that was sent.
    private byte[] Record(Delivery delivery) =>
        _fixture.Wire.Last(
            each => _isDict ? each.AsSpan().StartsWith("IP2:"u8)
                : PacketReader.TryRead(each, out var packet) && packet.Command == Command.SendMessage
                && Encoding.ASCII.GetString(packet.Number) == delivery.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private void AskAgain()
    {
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(_alice.EndPoint)));
        _fixture.Lan.Run(20_000);
    }

    private void Weaken(string mask) => Rewrite(Command.AnswerPublicKey, datagram =>
    {
        int header = HeaderLength(datagram), colon = Array.IndexOf(datagram, (byte)':', header);
        return [[.. datagram.Take(header), .. Encoding.ASCII.GetBytes(mask), .. datagram.Skip(colon)]];
    });

    private protected void Rewrite(Command command, Func<byte[], IEnumerable<byte[]>> rewrite)
    {
        var before = _fixture.Lan.Relay;
        _fixture.Lan.Relay = (from, to, datagram) =>
            CommandOf(datagram) == command && (command != Command.SendMessage || from.Equals(_fixture.Node.EndPoint))
                ? rewrite([.. datagram]) : before?.Invoke(from, to, datagram) ?? [datagram];
    }

    private void Strip(EntryFlags flags) => _fixture.Lan.Relay = (_, _, datagram) =>
    {
        if (CommandOf(datagram) is not (Command.Entry or Command.AnswerEntry or Command.Absence))
            return [datagram];
        string[] parts = Encoding.Latin1.GetString(datagram).Split(':', 6);
        parts[4] = (uint.Parse(parts[4], System.Globalization.CultureInfo.InvariantCulture) & ~(uint)flags).ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        return [Encoding.Latin1.GetBytes(string.Join(':', parts))];
    };

    private static int HeaderLength(byte[] datagram)
    {
        int at = 0;
        for (int colons = 0; colons < 5; at++)
            colons += datagram[at] == ':' ? 1 : 0;
        return at;
    }

    private static Command CommandOf(byte[] datagram) =>
        datagram.AsSpan().StartsWith("IP2:"u8) ? Command.SendMessage
        : PacketReader.TryRead(datagram, out var packet) ? packet.Command
        : Command.NoOperation;
}
