using System;
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

/// <summary>Keys that the user has compared with those of their owners, and a policy that sends to no other keys (R68, R72).</summary>
public sealed class VerifiedKeyTests
{
    private const string Secret = "the treasure is under the oak";

    private readonly EncryptionFixture _fixture = new(policy: EncryptionPolicy.Verified);

    [Fact]
    [Rule(68)]
    public void R68_a_key_that_was_only_seen_gets_nothing_where_it_has_to_be_verified()
    {
        var alice = _fixture.Alice();
        var delivery = _fixture.Send(Secret, alice.EndPoint);
        EncryptionFixture.Refused(delivery, DeliveryRefusal.NotVerified);
        Assert.Empty(alice.Messages);
        // The request has pinned the key, so there is something to compare.
        var pin = _fixture.Known()!;
        Assert.Equal((TestKeys.Alice.Public, false), (pin.Key, pin.IsVerified));

        Assert.Equal(SimulatedLan.Epoch.AddMilliseconds(_fixture.Lan.Now), Verify(pin, TestKeys.Alice.Public)!.VerifiedAt);
        _fixture.Again(20_000, delivery);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages.Single()));
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(68)]
    public void R68_a_message_can_ask_for_a_verified_key_and_one_can_do_without()
    {
        var fixture = new EncryptionFixture();
        var alice = fixture.Alice();
        Assert.Equal(DeliveryStatus.Confirmed, fixture.Send("hello", alice.EndPoint).Status);
        EncryptionFixture.Refused(fixture.Send(Secret, alice.EndPoint, EncryptionPolicy.Verified), DeliveryRefusal.NotVerified);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("hello", _fixture.Alice().EndPoint, EncryptionPolicy.Auto).Status);
        fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData(true, false, DeliveryRefusal.NoKey)]
    [InlineData(false, true, DeliveryRefusal.CannotEncrypt)]
    [InlineData(null, false, DeliveryRefusal.NoKey)]
    [Rule(68)]
    public void R68_a_verified_key_includes_that_encryption_is_required(bool? announces, bool givesKey, DeliveryRefusal refusal)
    {
        var alice = new EncryptionPeer(_fixture, 2, "alice", TestKeys.OfAlice, hasFingerprint: false) { GivesKey = givesKey };
        if (announces is { } encrypts)
            alice.Enters(encrypts ? EncryptionPeer.Encrypting : EntryFlags.CanUtf8);
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint), refusal);
        EncryptionFixture.Refused(_fixture.Send(new OutgoingMessage(Secret) { IsOneShot = true }, [alice.EndPoint]).Single(),
            DeliveryRefusal.CannotEncrypt);
        Assert.Empty(alice.Messages);
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_key_that_the_user_imports_is_verified()
    {
        Assert.True(_fixture.Node.Do((machine, now) => machine.PinKey(now, Pin())));
        Assert.True(_fixture.Known()!.IsVerified);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, _fixture.Alice().EndPoint).Status);
    }

    [Fact]
    [Rule(72)]
    public void R72_another_key_takes_nothing_from_a_member_whose_name_proves_the_verified_one()
    {
        var alice = _fixture.Alice();
        _fixture.Machine.LoadKeys([Pin() with { VerifiedAt = SimulatedLan.Epoch }]);
        var mallory = new EncryptionPeer(_fixture, 3, "alice", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        EncryptionFixture.Refused(_fixture.Send(Secret, mallory.EndPoint), DeliveryRefusal.KeyChanged);
        Assert.Equal((true, false), (_fixture.Known()!.HasChanged, _fixture.Known()!.IsVerified));
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Empty(mallory.Messages);
    }

    [Fact]
    [Rule(72)]
    public void R72_the_compared_key_is_pinned_when_it_is_the_new_one()
    {
        var alice = Changed();
        var pin = _fixture.Known()!;
        var verified = Verify(pin, EncryptionFixture.Stranger.Public)!;
        Assert.Equal((EncryptionFixture.Stranger.Public, pin.DifferedAt, "peer", true),
            (verified.Key, verified.FirstSeenAt, verified.NickName, verified.IsVerified));
        Assert.Equal(verified, _fixture.Known());
        Assert.Equal([pin], _fixture.Node.Told.Select(each => each.Event).OfType<KeyForgotten>().Select(each => each.Key));
        Assert.Equal(verified, _fixture.Node.Told.Select(each => each.Event).OfType<KeyKept>().Last().Key);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages[^1]));
    }

    [Fact]
    [Rule(72)]
    public void R72_the_other_key_is_dropped_when_the_compared_one_is_the_pinned_one()
    {
        var alice = Changed();
        var pin = _fixture.Known()!;
        var verified = Verify(pin, TestKeys.Alice.Public)!;
        Assert.Equal((TestKeys.Alice.Public, false, true), (verified.Key, verified.HasChanged, verified.IsVerified));
        // A process that still knows of the other key takes the decision over.
        Assert.Equal(verified, pin.MergedWith(verified, isLater: true));
        alice.Keys = TestKeys.OfAlice;
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
    }

    [Fact]
    [Rule(72)]
    public void R72_what_is_neither_key_or_no_longer_pinned_is_not_verified()
    {
        Changed();
        var pin = _fixture.Known()!;
        Assert.Null(Verify(pin, TestKeys.OlderBob.Public));
        Assert.Null(Verify(pin with { FirstSeenAt = pin.FirstSeenAt.AddSeconds(1) }, pin.Key));
        // The version that has stored it kept no capabilities, and without them nothing can be encrypted.
        _fixture.Machine.OverruleKey(pin, pin with { FirstSeenAt = pin.FirstSeenAt.AddSeconds(2), DifferingCapabilities = default });
        Assert.Null(Verify(_fixture.Known()!, EncryptionFixture.Stranger.Public));
        Assert.True(_fixture.Forget());
        Assert.Null(Verify(pin, pin.Key));
        Assert.Null(_fixture.Known());
    }

    [Fact]
    [Rule(72)]
    public void R72_the_same_key_with_weaker_ciphers_does_not_weaken_the_verified_one()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Machine.LoadKeys([Pin()]);
        alice.Says = 0x04920006;
        Ask(alice);
        var pin = _fixture.Known()!;
        Assert.Equal((true, pin.Key), (pin.HasChanged, pin.Differing));
        var verified = Verify(pin, pin.Key)!;
        Assert.Equal((Pin().Capabilities, false), (verified.Capabilities, verified.HasChanged));
    }

    [Fact]
    [Rule(72)]
    public void R72_processes_share_that_a_key_is_verified()
    {
        var seen = Pin() with { NickName = "Alice" };
        var verified = seen with { VerifiedAt = SimulatedLan.Epoch.AddMinutes(1) };
        Assert.Equal(verified, seen.MergedWith(verified, isLater: true));
        Assert.Equal(verified, verified.MergedWith(seen, isLater: true));
        Assert.Equal(verified, verified.MergedWith(seen, isLater: false));
        var other = verified with { Key = EncryptionFixture.Stranger.Public, FirstSeenAt = SimulatedLan.Epoch.AddMinutes(2) };
        var changed = other.MergedWith(seen, isLater: false);
        Assert.Equal((seen.Key, other.Key, "Alice", other.Capabilities, false),
            (changed.Key, changed.Differing, changed.DifferedNickName, changed.DifferingCapabilities, changed.VerifiedAt is not null));
    }

    [Fact]
    [Rule(72)]
    public void R72_nothing_is_refused_for_a_changed_key_before_the_new_one_can_be_compared()
    {
        var alice = _fixture.Alice();
        _fixture.Machine.LoadKeys([Pin()]);
        Renew(alice);
        KnownKey? whenRefused = null;
        _fixture.Node.OnEvent = raised => whenRefused = raised is DeliveryChanged ? _fixture.Known() : whenRefused;
        EncryptionFixture.Refused(_fixture.Send(Secret, alice.EndPoint), DeliveryRefusal.KeyChanged);
        Assert.Equal((EncryptionFixture.Stranger.Public, "peer"), (whenRefused!.Differing, whenRefused.DifferedNickName));
    }

    [Theory]
    [InlineData(true, 500)]
    [InlineData(false, 500)]
    [InlineData(false, null)]
    [Rule(72)]
    public void R72_a_changed_key_that_does_not_come_in_time_is_refused_all_the_same(bool givesKey, int? timeoutMs)
    {
        var alice = _fixture.Alice();
        _fixture.Machine.LoadKeys([Pin()]);
        Renew(alice);
        alice.GivesKey = givesKey;
        var message = new OutgoingMessage(Secret) { TimeoutMs = timeoutMs };
        EncryptionFixture.Refused(_fixture.Send(message, [alice.EndPoint])[0], DeliveryRefusal.KeyChanged);
        Assert.Empty(alice.Messages);
    }

    private static KnownKey Pin() => new("alice", "ALICE-PC", TestKeys.Alice.Public, (Capabilities)EncryptionPeer.Full,
        SimulatedLan.Epoch.AddDays(-1), MemberFixture.At(2).Address);

    private KnownKey? Verify(KnownKey pin, PublicKey compared) =>
        _fixture.Node.Do((machine, now) => machine.VerifyKey(now, pin, compared));

    private void Ask(EncryptionPeer peer)
    {
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(peer.EndPoint)));
        _fixture.Lan.Run(10_000);
    }

    /// <summary>Alice, without a fingerprint, whose key is pinned and who has come with another one since.</summary>
    private EncryptionPeer Changed()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        Ask(alice);
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        Ask(alice);
        Assert.Equal(("peer", EncryptionFixture.Stranger.Public), (_fixture.Known()!.NickName, _fixture.Known()!.Differing));
        return alice;
    }

    private static void Renew(EncryptionPeer alice)
    {
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        alice.Wire.User = FingerprintName.Of("alice", EncryptionFixture.Stranger.Public);
        alice.Enters().Wire.Forget();
    }
}
