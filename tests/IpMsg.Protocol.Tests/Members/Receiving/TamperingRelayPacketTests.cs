using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>The tests with messages in format 1, and those of its fields.</summary>
public sealed class TamperingRelayPacketTests() : TamperingRelayTests(isDict: false)
{
    [Theory]
    [InlineData(0, "1900004", null)]
    [InlineData(0, "1820002", null)]
    [InlineData(0, "41900008", null)]
    [InlineData(0, "0", null)]
    [InlineData(1, "", null)]
    [InlineData(1, "flip", null)]
    [InlineData(2, "flip", SignatureStatus.Invalid)]
    [InlineData(3, "flip", SignatureStatus.Invalid)]
    [InlineData(3, "", null)]
    [Rule(70, 71)]
    public void R70_R71_a_changed_field_ends_in_a_failure_or_an_invalid_signature(int field, string value, SignatureStatus? status)
    {
        Meet();
        Rewrite(Command.SendMessage, datagram =>
        {
            string[] parts = Encoding.Latin1.GetString(datagram).Split('\0')[0].Split(':');
            string old = parts[5 + field];
            parts[5 + field] = value == "flip" ? (old[0] == 'A' ? 'B' : 'A') + old[1..] : value;
            // Without the flag nobody misses the signature.
            string rest = string.Concat(Encoding.Latin1.GetString(datagram).SkipWhile(each => each != '\0'));
            return [Encoding.Latin1.GetBytes(string.Join(':', value == "1900004" ? parts[..8] : parts) + rest)];
        });
        var delivery = Scene.Send(Secret, Alice.EndPoint);
        if (value == "1900004")
            status = SignatureStatus.None;
        if (status is null)
        {
            Assert.Empty(Alice.Machine.Inbox.Waiting);
            Assert.Equal((DeliveryStatus.Unconfirmed, DeliveryRefusal.None), (delivery.Status, delivery.Refusal));
            Assert.Contains("decrypt", delivery.Reason, StringComparison.Ordinal);
        }
        else
        {
            // The confirmation has the proof of the changed datagram, which is not the one that was sent (R107).
            Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
            Assert.Equal(status, Alice.Machine.Inbox.Waiting.Single().Envelope!.Check(TestKeys.Bob.Public));
        }
        Scene.NeverSaid(Secret);
    }

    [Fact]
    [Rule(65)]
    public void R65_a_changed_number_is_no_valid_message_and_confirms_nothing()
    {
        Meet();
        Rewrite(Command.SendMessage, datagram =>
        {
            datagram[11] = (byte)(datagram[11] == '9' ? '8' : datagram[11] + 1);
            return [datagram];
        });
        Assert.Equal(DeliveryStatus.Unconfirmed, Scene.Send(Secret, Alice.EndPoint).Status);
        Assert.Equal(SignatureStatus.Invalid, Alice.Machine.Inbox.Waiting.Single().Envelope!.Check(TestKeys.Bob.Public));
    }
}
