using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>Keys are pinned. A member that changes, weakens or withdraws its key gets nothing until the user decides.</summary>
public sealed class PinnedKeyTests
{
    private const uint Complaint = 0x22020;
    private const string Secret = "the treasure is under the oak";

    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(72)]
    public void R72_the_first_key_is_pinned_with_time_and_address_and_is_asked_for_once()
    {
        var alice = _fixture.Alice();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Single(alice.Questions);
        var known = _fixture.Known()!;
        Assert.Equal(("alice", "ALICE-PC", TestKeys.Alice.Public), (known.UserName, known.HostName, known.Key));
        Assert.Equal((alice.EndPoint.Address, SimulatedLan.Epoch), (known.FirstSeenFrom, known.FirstSeenAt));
        // It is written when it comes, and when its member has confirmed a message.
        Assert.Equal(
            [known with { ConfirmedAt = null }, known],
            _fixture.Node.Told.Select(each => each.Event).OfType<KeyKept>().Select(each => each.Key));
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_pinned_key_saves_the_question()
    {
        _fixture.Machine.LoadKeys(
            [new KnownKey("alice", "ALICE-PC", TestKeys.Alice.Public, (Capabilities)EncryptionPeer.Full, SimulatedLan.Epoch,
                MemberFixture.At(2).Address)]);
        var alice = _fixture.Alice();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Empty(alice.Questions);
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages.Single()));
    }

    [Fact]
    [Rule(72)]
    public void R72_another_key_under_the_same_names_blocks_all_deliveries_until_the_user_forgets_the_first()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        alice.Confirms = false;
        alice.Wire.Forget();

        // It cannot decrypt, says so, and is asked for its key.
        var second = _fixture.Send(Secret, alice.EndPoint, wait: 100);
        alice.Speaks(Complaint, "sorry (DecryptErr)\0");
        _fixture.Lan.Run(20_000);
        // The new key waits for a second, in which the message is repeated four times (R44).
        Assert.Equal((DeliveryStatus.Refused, DeliveryRefusal.KeyChanged, 5), (second.Status, second.Refusal, second.Attempts));
        Assert.Single(alice.Questions);
        var known = _fixture.Known()!;
        Assert.Equal((TestKeys.Alice.Public, EncryptionFixture.Stranger.Public, alice.EndPoint.Address),
            (known.Key, known.Differing, known.DifferedFrom));

        alice.Wire.Forget();
        alice.Confirms = true;
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint), DeliveryRefusal.KeyChanged);
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint, EncryptionPolicy.Required), DeliveryRefusal.KeyChanged);
        Assert.Empty(alice.Wire.Received);

        Assert.True(_fixture.Forget());
        Assert.False(_fixture.Forget());
        _fixture.Again(20_000, second);
        Assert.Equal((DeliveryStatus.Confirmed, DeliveryRefusal.None), (second.Status, second.Refusal));
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages.Single()));
        Assert.Equal(EncryptionFixture.Stranger.Public, _fixture.Known()?.Key);
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(72)]
    public void R72_the_same_names_with_another_fingerprint_are_another_key()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        alice.Wire.User = FingerprintName.Of("alice", EncryptionFixture.Stranger.Public);
        alice.Enters().Wire.Forget();

        var delivery = _fixture.Send(Secret, alice.EndPoint);
        EncryptionFixture.Refused(delivery, DeliveryRefusal.KeyChanged);
        Assert.Empty(alice.Messages);
        // Asked by the way, so that the user can compare both.
        Assert.Single(alice.Questions);
        Assert.Equal((TestKeys.Alice.Public, EncryptionFixture.Stranger.Public), (_fixture.Known()?.Key, _fixture.Known()?.Differing));

        Assert.True(_fixture.Forget(alice.User));
        _fixture.Again(20_000, delivery);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages.Single()));
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(72)]
    public void R72_the_first_key_shown_again_does_not_hide_that_there_was_another()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(10_000);
        alice.Keys = TestKeys.OfAlice;
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(10_000);
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint), DeliveryRefusal.KeyChanged);
        // The first, that its member confirmed a message, and that it changed; not every time again.
        Assert.Equal(
            [(false, false), (true, false), (true, true)],
            _fixture.Node.Told.Select(each => each.Event).OfType<KeyKept>().Select(each => (each.Key.IsEstablished, each.Key.HasChanged)));
    }

    [Theory]
    [InlineData(0x25920006u)]
    [InlineData(0x04920006u)]
    [InlineData(0x65920002u)]
    [InlineData(0x65820006u)]
    [Rule(72)]
    public void R72_a_member_that_has_become_weaker_has_changed(uint capabilities)
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        alice.Says = capabilities;
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(10_000);
        alice.Wire.Forget();
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint), DeliveryRefusal.KeyChanged);
        Assert.Empty(alice.Wire.Received);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_member_that_has_become_stronger_has_not_changed()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        alice.Says = 0x25900004;
        Assert.Equal(0x21900004u, (uint)_fixture.Send("first", alice.EndPoint).Suite!.Value.Flags);
        alice.Says = 0x65900004;
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(10_000);
        Assert.Equal(0x41900004u, (uint)_fixture.Send("second", alice.EndPoint).Suite!.Value.Flags);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_member_with_a_known_key_that_no_longer_announces_encryption_gets_nothing()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        alice.Enters(EntryFlags.CanUtf8).Wire.Forget();
        var delivery = _fixture.Send(Secret, alice.EndPoint);
        EncryptionFixture.Refused(delivery, DeliveryRefusal.EncryptionWithdrawn);
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint, EncryptionPolicy.Required), DeliveryRefusal.EncryptionWithdrawn);
        Assert.Empty(alice.Wire.Received);
        _fixture.NeverSaid(Secret);

        // Only when the user says so.
        Assert.True(_fixture.Forget());
        _fixture.Again(20_000, delivery);
        Assert.Equal((DeliveryStatus.Confirmed, null), (delivery.Status, delivery.Suite));
        Assert.Equal(Secret, alice.Messages.Single().Text);
    }

    [Fact]
    [Rule(30)]
    public void R30_a_fingerprint_name_without_encryption_does_not_replace_the_member()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        alice.Enters(EntryFlags.CanUtf8);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(72)]
    public void R72_who_takes_over_an_address_does_not_get_what_was_meant_for_another()
    {
        var alice = _fixture.Alice();
        var delivery = _fixture.Send(Secret, alice.EndPoint);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        alice.Confirms = false;
        var unconfirmed = _fixture.Send(Secret, alice.EndPoint);
        Assert.Equal(DeliveryStatus.Unconfirmed, unconfirmed.Status);
        var composed =
            _fixture.Node.Do((machine, now) => machine.Compose(now, new OutgoingMessage(Secret), [alice.EndPoint])).Deliveries.Single();

        alice.Wire.User = "eve";
        alice.Wire.Host = "EVE-PC";
        alice.Enters(EntryFlags.CanUtf8).Wire.Forget();
        _fixture.Again(20_000, unconfirmed, composed);
        Assert.All(alice.Messages, each => Assert.Equal(Secret + "\0", alice.Read(each)));
        _fixture.NeverSaid(Secret);
        // What is written to eve goes to eve.
        Assert.Null(_fixture.Send("hello eve", alice.EndPoint).Suite);
    }

    [Fact]
    [Rule(72)]
    public void R72_what_was_sealed_for_a_key_that_was_forgotten_meanwhile_is_not_sent()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        alice.Wire.Forget();
        EncryptionJob? old = null;
        _fixture.Node.OnEvent = raised => old ??= (raised as EncryptionRequested)?.Job;
        var delivery = _fixture.Send(Secret, alice.EndPoint, wait: -1);
        _fixture.Node.Do((machine, now) => machine.GiveUp(now, delivery, DeliveryStatus.Unconfirmed, "enough"));
        _fixture.Forget();
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        alice.Wire.User = FingerprintName.Of("alice", EncryptionFixture.Stranger.Public);
        alice.Enters();
        _fixture.Again(20_000, delivery);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.All(alice.Messages, each => Assert.Equal(Secret + "\0", alice.Read(each)));
        Assert.NotNull(old);
    }

    [Fact]
    [Rule(72)]
    public void R72_the_users_own_pin_is_a_first_sight()
    {
        var key = new KnownKey("alice", "ALICE-PC", EncryptionFixture.Stranger.Public, (Capabilities)EncryptionPeer.Full, default,
            MemberFixture.At(9).Address);
        Assert.True(_fixture.Node.Do((machine, now) => machine.PinKey(now, key)));
        Assert.False(_fixture.Node.Do((machine, now) => machine.PinKey(now, key)));
        var alice = _fixture.Alice();
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint), DeliveryRefusal.KeyChanged);
        Assert.Empty(alice.Messages);
    }
}
