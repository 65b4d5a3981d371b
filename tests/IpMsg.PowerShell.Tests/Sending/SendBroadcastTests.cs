using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

public sealed class SendBroadcastTests
{
    [Fact]
    [Rule(40)]
    public void R40_a_broadcast_goes_to_every_target_once_and_asks_for_no_confirmation()
    {
        using var lan = new Lan();
        var session = lan.Session();
        ScriptedPeer a = lan.Peer(2, "a"), b = lan.Peer(3, "b");
        lan.Listen(session, 1, "", 2, 3);
        var deliveries = session.All<IpMsgDelivery>("Send-IpMsg 'Feierabend' -Broadcast");
        Assert.Equal([lan.EndPoint(2).ToString(), lan.EndPoint(3).ToString()], deliveries.Select(each => each.EndPoint));
        Assert.All(deliveries, each => Assert.Equal((nameof(DeliveryStatus.Sent), 1), (each.Status, each.Attempts)));
        foreach (var peer in new[] { a, b })
        {
            var datagram = Assert.Single(peer.Await(Wire.SendMessage));
            Assert.True(datagram.Has(Wire.Broadcast));
            Assert.False(datagram.Has(Wire.SendCheck));
            Assert.Equal("Feierabend", datagram.Body);
        }
    }

    [Theory]
    [InlineData("Send-IpMsg -Message 'hi' -Broadcast")]
    [InlineData("'hi' | Send-IpMsg -Broadcast")]
    [InlineData("Send-IpMsg -Broadcast hi")]
    public void The_text_may_be_said_in_every_way(string script)
    {
        using var lan = new Lan();
        var session = lan.Session();
        var peer = lan.Peer(2);
        lan.Listen(session, 1, "", 2);
        session.Run(script);
        Assert.Equal("hi", Assert.Single(peer.Await(Wire.SendMessage)).Body);
    }
}
