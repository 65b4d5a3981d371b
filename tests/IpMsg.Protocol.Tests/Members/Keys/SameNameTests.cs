using System;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>
/// Peers that answer with the names of a member or take over its address, to stop messages to the member or to receive them (R72).
/// </summary>
public sealed class SameNameTests
{
    private const uint Complaint = 0x22020;
    private const string Secret = "the treasure is under the oak";

    private readonly EncryptionFixture _fixture = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(72)]
    public void R72_another_member_of_that_name_with_another_key_is_refused_and_the_member_is_not(bool hasFingerprint)
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        var mallory = new EncryptionPeer(_fixture, 3, "alice", new OwnKeys(EncryptionFixture.Stranger, null), hasFingerprint).Enters();
        // A wrong signature causes a key request, which mallory answers.
        mallory.Writes("I am alice");
        _fixture.Lan.Run(5_000);
        Assert.NotEmpty(mallory.Questions);
        Assert.Equal((EncryptionFixture.Stranger.Public, mallory.EndPoint.Address),
            (_fixture.Known()!.Differing, _fixture.Known()!.DifferedFrom));
        EncryptionFixture.Refused(_fixture.Send(Secret, mallory.EndPoint), DeliveryRefusal.KeyChanged);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages[^1]));
        // Also when she cannot decrypt and is asked again.
        alice.Confirms = false;
        var delivery = _fixture.Send(Secret, alice.EndPoint, wait: 100);
        alice.Speaks(Complaint, "(DecryptErr)\0");
        _fixture.Lan.Run(20_000);
        Assert.Equal((DeliveryStatus.Unconfirmed, DeliveryRefusal.None), (delivery.Status, delivery.Refusal));
        _fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(72)]
    public void R72_a_forged_answer_counts_for_nothing_once_the_member_has_answered(bool isOtherKey)
    {
        // Without a fingerprint, which alone would prove a key wrong.
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        alice.GivesKey = false;
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        var forged = isOtherKey
            ? new PublicKeyAnswer((Capabilities)EncryptionPeer.Full, EncryptionFixture.Stranger.Public)
            : new PublicKeyAnswer((Capabilities)0x04900004, TestKeys.Alice.Public);
        for (int i = 0; i < 3; i++)
            _fixture.Lan.Forge(alice.EndPoint, _fixture.Node.EndPoint,
                Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"1:{70 + i}:alice:ALICE-PC:115:{WriterOutput.Text(forged.Write)}\0")));
        _fixture.Lan.Run(10);
        alice.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(20_000);
        Assert.False(_fixture.Known()!.HasChanged);
        Assert.Equal(0x41900004u, (uint)_fixture.Send(Secret, alice.EndPoint).Suite!.Value.Flags);
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(72)]
    public void R72_an_answer_in_doubt_is_not_the_first_one_once_the_pinned_key_is_forgotten()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        _fixture.Send("first", alice.EndPoint);
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(100);
        // It was but a visit: she is back with her own key, and nothing has been held against her yet.
        alice.Keys = TestKeys.OfAlice;
        Assert.False(_fixture.Known()!.HasChanged);
        _fixture.Forget();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
        Assert.Equal((TestKeys.Alice.Public, false), (_fixture.Known()!.Key, _fixture.Known()!.HasChanged));
        Assert.Equal(Secret + "\0", alice.Read(alice.Messages[^1]));
    }

    [Fact]
    [Rule(72)]
    public void R72_with_weak_ciphers_allowed_too_nobody_becomes_weaker_unsaid()
    {
        var fixture = new EncryptionFixture(allowsWeak: true);
        var old = new EncryptionPeer(fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        Assert.Equal(0x01820002u, (uint)fixture.Send("first", old.EndPoint).Suite!.Value.Flags);
        old.Says = 0x1002;
        fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(old.EndPoint)));
        fixture.Lan.Run(10_000);
        EncryptionFixture.Refused(fixture.Send(Secret, old.EndPoint), DeliveryRefusal.KeyChanged);
        fixture.NeverSaid(Secret);
    }

    [Theory]
    [InlineData(0x45900004u)]
    [InlineData(0x41100004u)]
    [InlineData(0x75930006u)]
    [Rule(72)]
    public void R72_who_drops_what_nobody_needs_has_not_become_weaker(uint says)
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        alice.Says = EncryptionPeer.Full;
        _fixture.Send("first", alice.EndPoint);
        alice.Says = says;
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(10_000);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(Secret, alice.EndPoint).Status);
    }

    [Fact]
    [Rule(72)]
    public void R72_the_key_of_a_new_member_at_an_address_is_not_used_for_the_recipient()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        alice.GivesKey = false;
        var delivery = _fixture.Send(Secret, alice.EndPoint, wait: 100);
        // While she is asked for her key, somebody else enters at her address, and answers.
        alice.Wire.User = "eve";
        alice.Wire.Host = "EVE-PC";
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        alice.GivesKey = true;
        alice.Enters();
        _fixture.Lan.Run(20_000);
        Assert.NotNull(_fixture.Known("eve", "EVE-PC"));
        EncryptionFixture.Refused(delivery, DeliveryRefusal.NoKey);
        Assert.Empty(alice.Messages);
    }
}
