using System;
using System.Linq;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>The same tests with messages in IPDict form, and those of its keys.</summary>
public sealed class TamperingRelayIpDictTests() : TamperingRelayTests(isDict: true)
{
    [Theory]
    [InlineData("EI")]
    [InlineData("EK")]
    [InlineData("EB")]
    [Rule(70, 103)]
    public void R70_R103_a_changed_value_is_dropped_without_an_answer(string key)
    {
        Meet();
        int complaints = 0;
        Rewrite(Command.SendMessage, datagram =>
        {
            Assert.True(IpDict.TryRead(datagram, out var dict));
            byte[] name = System.Text.Encoding.ASCII.GetBytes(key);
            Assert.True(dict.TryGet(name, out var value));
            byte[] changed = value.ToArray();
            changed[^1] ^= 1;
            return [IpDictWriter.Of(dict).Set(name, (ReadOnlySpan<byte>)changed).ToArray()];
        });
        Scene.Lan.Tap = (from, _, datagram) => complaints += from.Equals(Alice.EndPoint) ? datagram.Length : 0;
        var delivery = Scene.Send(Secret, Alice.EndPoint);
        Assert.Equal((DeliveryStatus.Unconfirmed, 0), (delivery.Status, complaints));
        Assert.Empty(Alice.Machine.Inbox.Waiting);
    }

    [Fact]
    [Rule(103, 107)]
    public void R103_R107_changed_lines_of_ours_confirm_nothing()
    {
        Meet();
        Rewrite(Command.SendMessage, datagram =>
        {
            Assert.True(IpDict.TryRead(datagram, out var dict));
            return [IpDictWriter.Of(dict).Set("TRL"u8, "\nPN:0123456789abcdef").ToArray()];
        });
        Assert.Equal(DeliveryStatus.Unconfirmed, Scene.Send(Secret, Alice.EndPoint).Status);
        Assert.Equal([Secret], Alice.Machine.Inbox.Waiting.Select(each => each.Text));
    }
}
