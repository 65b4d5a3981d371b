using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Keys;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>While one message waits for its confirmation, the next one to the same recipient is encrypted, and nothing more.</summary>
public sealed class PreparedMessageTests
{
    private readonly EncryptionFixture _fixture = new();
    private readonly EncryptionPeer _alice;

    public PreparedMessageTests()
    {
        _alice = _fixture.Alice();
        _fixture.Send("for the key", _alice.EndPoint);
        _alice.Confirms = false;
        _alice.Wire.Forget();
        _fixture.Node.Told.Clear();
    }

    [Fact]
    public void The_next_message_is_encrypted_while_one_is_under_way_and_sent_once_that_is_confirmed()
    {
        var deliveries = Dispatch("one", "two", "three");
        Assert.Equal(["one", "two"], Encrypted);
        Assert.Equal("one\0", _alice.Read(Assert.Single(_alice.Messages)));

        _alice.Confirms = true;
        long now = _fixture.Lan.Now;
        _alice.Speaks(0x21, deliveries[0].Number + "\0");
        Assert.Equal(["one", "two", "three"], Encrypted);
        Assert.Equal(["one\0", "two\0", "three\0"], _alice.Messages.Select(each => _alice.Read(each)));
        Assert.All(deliveries, each => Assert.Equal(DeliveryStatus.Confirmed, each.Status));
        // Nothing was left to do for the second.
        Assert.Equal(now, _alice.Messages[1].At);
    }

    [Fact]
    [Rule(72)]
    public void R72_what_was_encrypted_beforehand_is_refused_when_the_key_has_changed_since()
    {
        var deliveries = Dispatch("one", "two");
        Assert.Equal(["one", "two"], Encrypted);
        _alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        _alice.Wire.User = FingerprintName.Of("alice", EncryptionFixture.Stranger.Public);
        _alice.Enters();
        _fixture.Lan.Run(20_000);
        EncryptionFixture.Refused(deliveries[1], DeliveryRefusal.KeyChanged);
        Assert.All(_alice.Messages,
            each => Assert.Equal(deliveries[0].Number.ToString(System.Globalization.CultureInfo.InvariantCulture), each.NumberText));
    }

    [Fact]
    public void What_is_given_up_before_its_turn_is_not_sent()
    {
        var deliveries = Dispatch("one", "two");
        _fixture.Node.Do((machine, now) => machine.GiveUp(now, deliveries[1], DeliveryStatus.Unconfirmed, "Changed my mind."));
        _fixture.Lan.Run(20_000);
        Assert.All(_alice.Messages, each => Assert.Equal("one\0", _alice.Read(each)));
        Assert.Equal((DeliveryStatus.Unconfirmed, 0), (deliveries[1].Status, deliveries[1].Attempts));
    }

    private string[] Encrypted =>
        [.. _fixture.Node.Told.Select(each => each.Event).OfType<EncryptionRequested>().Select(each => each.Job.Delivery.Message.Text)];

    private Delivery[] Dispatch(params string[] texts)
    {
        Delivery[] deliveries = [
            .. texts.Select(
                each =>
                    _fixture.Node.Do((machine, now) =>
                        machine.Compose(now, new OutgoingMessage(each), [_alice.EndPoint])).Deliveries.Single())];
        _fixture.Again(100, deliveries);
        return deliveries;
    }
}
