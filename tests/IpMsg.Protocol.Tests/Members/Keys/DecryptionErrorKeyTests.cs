using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>A decryption error reply causes one key request to the recipient, and nothing else.</summary>
public sealed class DecryptionErrorKeyTests
{
    private const uint Complaint = 0x22020;
    private const string Secret = "the treasure is under the oak";

    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(72)]
    public void R72_one_who_cannot_decrypt_is_asked_again_and_with_the_same_key_is_only_reported()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        alice.Confirms = false;
        alice.Wire.Forget();
        var delivery = _fixture.Send(Secret, alice.EndPoint, wait: 100);
        for (int i = 0; i < 50; i++)
            alice.Speaks(Complaint, "復号できません (DecryptErr) " + i + "\0");
        _fixture.Lan.Run(20_000);
        Assert.Single(alice.Questions);
        Assert.Equal((DeliveryStatus.Unconfirmed, DeliveryRefusal.None), (delivery.Status, delivery.Refusal));
        Assert.False(string.IsNullOrEmpty(delivery.Reason));
        Assert.False(_fixture.Known()!.HasChanged);
    }

    [Fact]
    [Rule(72)]
    public void R72_nobody_else_can_say_that_something_was_not_decrypted()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        alice.Confirms = false;
        var other = new EncryptionPeer(_fixture, 3, "other", TestKeys.OfAlice, hasFingerprint: false).Enters();
        _fixture.Send(Secret, alice.EndPoint, wait: 100);
        other.Speaks(Complaint, "(DecryptErr)\0");
        _fixture.Lan.Run(20_000);
        Assert.Single(alice.Questions);
        Assert.Empty(other.Questions);
    }
}
