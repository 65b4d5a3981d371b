using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>What leaves, by policy and by what the recipient announces.</summary>
public sealed class PolicyTests
{
    private const string Secret = "the treasure is under the oak";

    // A member's own word first: with encryption announced there is no way to plaintext but Off.
    [Theory]
    [InlineData(EncryptionPolicy.Auto, true, true, "encrypted")]
    [InlineData(EncryptionPolicy.Auto, true, false, "NoKey")]
    [InlineData(EncryptionPolicy.Auto, false, true, "plain")]
    [InlineData(EncryptionPolicy.Auto, false, false, "plain")]
    [InlineData(EncryptionPolicy.Auto, null, true, "encrypted")]
    [InlineData(EncryptionPolicy.Auto, null, false, "plain")]
    [InlineData(EncryptionPolicy.Required, true, true, "encrypted")]
    [InlineData(EncryptionPolicy.Required, true, false, "NoKey")]
    [InlineData(EncryptionPolicy.Required, false, true, "CannotEncrypt")]
    [InlineData(EncryptionPolicy.Required, false, false, "CannotEncrypt")]
    [InlineData(EncryptionPolicy.Required, null, true, "encrypted")]
    [InlineData(EncryptionPolicy.Required, null, false, "NoKey")]
    [InlineData(EncryptionPolicy.Verified, true, true, "NotVerified")]
    [InlineData(EncryptionPolicy.Verified, false, false, "CannotEncrypt")]
    [InlineData(EncryptionPolicy.Verified, null, true, "NotVerified")]
    [InlineData(EncryptionPolicy.Off, true, true, "plain")]
    [InlineData(EncryptionPolicy.Off, false, true, "plain")]
    [InlineData(EncryptionPolicy.Off, null, true, "plain")]
    [Rule(68)]
    public void R68_what_is_sent_follows_from_policy_announcement_and_key(EncryptionPolicy policy, bool? announces, bool givesKey,
        string outcome)
    {
        foreach (bool isOfMessage in new[] { true, false })
        {
            var fixture = new EncryptionFixture(policy: isOfMessage ? EncryptionPolicy.Auto : policy);
            var alice = new EncryptionPeer(fixture, 2, "alice", TestKeys.OfAlice, hasFingerprint: false) { GivesKey = givesKey };
            if (announces is { } encrypts)
                alice.Enters(encrypts ? EncryptionPeer.Encrypting : EntryFlags.CanUtf8);
            var delivery = fixture.Send(Secret, alice.EndPoint, isOfMessage ? policy : null);
            if (outcome is "plain" or "encrypted")
            {
                var received = Assert.Single(alice.Messages);
                Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
                Assert.Equal(outcome == "encrypted", delivery.Suite is not null);
                Assert.Equal(outcome == "plain" ? Secret : Secret + "\0", outcome == "plain" ? received.Text : alice.Read(received));
            }
            else
            {
                Assert.Equal(outcome, delivery.Refusal.ToString());
                EncryptionFixture.Refused(delivery, delivery.Refusal);
                Assert.Empty(alice.Messages);
            }
            if (outcome != "plain")
                fixture.NeverSaid(Secret);
        }
    }

    [Fact]
    [Rule(68)]
    public void R68_one_shot_messages_and_broadcasts_are_not_sent_where_encryption_is_required()
    {
        var fixture = new EncryptionFixture(policy: EncryptionPolicy.Required);
        var alice = fixture.Alice();
        EncryptionFixture.Refused(fixture.Send(new OutgoingMessage(Secret) { IsOneShot = true }, [alice.EndPoint]).Single(),
            DeliveryRefusal.CannotEncrypt);
        var broadcast = fixture.Node.Do((machine, now) => machine.ComposeBroadcast(now, new OutgoingMessage(Secret))).Deliveries.Single();
        fixture.Again(20_000, broadcast);
        EncryptionFixture.Refused(broadcast, DeliveryRefusal.CannotEncrypt);
        Assert.Empty(alice.Messages);
        fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData(0x65920006u, 0x41900004u)]
    [InlineData(0x25920006u, 0x21900004u)]
    [InlineData(0x44100004u, 0x40100004u)]
    [InlineData(0x00100004u, 0x00100004u)]
    [Rule(68)]
    public void R68_the_suite_is_the_best_that_both_know(uint says, uint suite)
    {
        var fixture = new EncryptionFixture();
        var alice = fixture.Alice(hasFingerprint: false);
        alice.Says = says;
        var delivery = fixture.Send(Secret, alice.EndPoint);
        Assert.Equal((DeliveryStatus.Confirmed, suite), (delivery.Status, (uint)delivery.Suite!.Value.Flags));
        var decrypted = alice.Decrypt(alice.Messages.Single())!;
        Assert.Equal(suite, (uint)decrypted.Suite.Flags);
        Assert.Equal((suite & 0x60000000) != 0 ? SignatureStatus.Valid : SignatureStatus.None, decrypted.Signature);
        fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(68)]
    public void R68_older_clients_get_RSA_1024_with_Blowfish()
    {
        var fixture = new EncryptionFixture();
        var old = new EncryptionPeer(fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        var delivery = fixture.Send(Secret, old.EndPoint);
        Assert.Equal((DeliveryStatus.Confirmed, 0x01820002u), (delivery.Status, (uint)delivery.Suite!.Value.Flags));
        Assert.Equal(Secret + "\0", old.Read(old.Messages.Single()));
        fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData(0x9002u, 0x8002u)]
    [InlineData(0x1002u, 0x1002u)]
    [Rule(68)]
    public void R68_weak_ciphers_alone_are_an_error_unless_they_are_allowed(uint says, uint suite)
    {
        foreach (bool allows in new[] { false, true })
        {
            // With the 2,048-bit key alone, too: to write in a weak suite takes no key of ours.
            foreach (var keys in new[] { TestKeys.OfBob, TestKeys.OfAlice })
            {
                var fixture = new EncryptionFixture(keys, allowsWeak: allows);
                var old = new EncryptionPeer(fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)) { Says = says };
                // An old client: it sends its key to every peer that knows its ciphers.
                old.GivesKey = false;
                var reacts = old.Wire.Reacts!;
                old.Wire.Reacts = packet =>
                {
                    reacts(packet);
                    if (packet.Command == Command.GetPublicKey)
                        old.GiveKey(packet.From, TestKeys.OlderBob);
                };
                old.Enters();
                var delivery = fixture.Send(Secret, old.EndPoint);
                if (allows)
                {
                    Assert.Equal((DeliveryStatus.Confirmed, suite), (delivery.Status, (uint)delivery.Suite!.Value.Flags));
                    Assert.Equal(Secret + "\0", old.Read(old.Messages.Single(), allowsWeak: true));
                }
                else
                {
                    EncryptionFixture.Refused(delivery, DeliveryRefusal.NoCommonCipher);
                    Assert.Empty(old.Messages);
                }
                fixture.NeverSaid(Secret);
            }
        }
    }

    [Fact]
    [Rule(68)]
    public void R68_what_cannot_be_sealed_is_refused()
    {
        // The capabilities of a 2,048-bit key with a key of 1,024 bits, as a user might bring it.
        var fixture = new EncryptionFixture();
        var alice = fixture.Alice(hasFingerprint: false);
        fixture.Node.Do(
            (machine, now) =>
                machine.PinKey(now,
                    new KnownKey("alice", "ALICE-PC", TestKeys.OlderBob.Public, (Capabilities)0x44100004, default,
                        alice.EndPoint.Address)));
        EncryptionFixture.Refused(fixture.Send(Secret, alice.EndPoint), DeliveryRefusal.NoCommonCipher);
        Assert.Empty(alice.Messages);
    }

    [Fact]
    [Rule(18)]
    public void R18_what_is_too_long_once_encrypted_is_found_before_anything_is_sent_or_refused()
    {
        var fixture = new EncryptionFixture();
        var alice = fixture.Alice();
        string text = new('x', 30_000);
        var encodedMessage = fixture.Node.Do((machine, now) => machine.Compose(now, new OutgoingMessage(text), [alice.EndPoint]));
        Assert.Equal(alice.EndPoint, Assert.Single(encodedMessage.TooLongFor).To);
        Assert.Empty(
            fixture.Node.Do((machine, now) =>
                machine.Compose(now, new OutgoingMessage(text) { Encryption = EncryptionPolicy.Off }, [alice.EndPoint])).TooLongFor);
        // A client that, by its key, takes fields in hex alone needs twice the room, which nobody knew before.
        var hex = new EncryptionPeer(fixture, 3, "hex", TestKeys.OfAlice, hasFingerprint: false) { Says = 0x40900004 }.Enters();
        EncryptionFixture.Refused(fixture.Send(text[..20_000], hex.EndPoint), DeliveryRefusal.TooLong);
        Assert.Empty(hex.Messages);
    }

    [Fact]
    [Rule(30)]
    public void R30_plain_messages_under_a_fingerprint_name_are_dropped_and_harmless_replies_are_not()
    {
        var fixture = new EncryptionFixture();
        var alice = fixture.Alice();
        alice.Speaks(0x120, "forged\0");
        alice.Speaks(0x2120, "forged too\0");
        alice.Speaks(0x2020, "I am away\0");
        Assert.Equal(["I am away"], fixture.Texts);
        Assert.Empty(alice.Wire.All(Command.ReceiveMessage));
    }
}
