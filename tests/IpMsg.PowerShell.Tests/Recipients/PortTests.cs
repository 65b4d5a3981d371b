using System.Net;
using System.Net.Sockets;
using IpMsg.Node;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Recipients;

/// <summary>Whom a listener finds whose port is not 2425: members at 2425, and those at its own port.</summary>
public sealed class PortTests
{
    private static ScriptedPeer PeerAt2425(Lan lan, int host)
    {
        try
        {
            return lan.Keep(new ScriptedPeer(new IPEndPoint(IPAddress.Parse(lan.Address(host)), NodeOptions.StandardPort), "standard"));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            Assert.Skip("A program on this machine uses port 2425 of all addresses.");
            throw;
        }
    }

    [Theory]
    [InlineData("Send-IpMsg {0} hello")]
    [InlineData("[ipaddress] '{0}' | Send-IpMsg -Message hello")]
    [Rule(114)]
    public void R114_an_address_alone_is_the_member_at_2425_or_at_our_port(string script)
    {
        using var lan = new Lan();
        var session = lan.Session();
        var standard = PeerAt2425(lan, 2);
        var ours = lan.Peer(3);
        lan.Listen(session, 1);
        foreach (var peer in new[] { standard, ours })
        {
            string line = script.Replace("{0}", peer.EndPoint.Address.ToString(), System.StringComparison.Ordinal);
            var delivery = session.One<IpMsgDelivery>(line);
            Assert.Equal((peer.EndPoint.ToString(), nameof(DeliveryStatus.Confirmed)), (delivery.EndPoint, delivery.Status));
        }
        Assert.True(session.One<bool>("Test-IpMsgMember " + standard.EndPoint.Address + " -Quiet"));
    }

    [Fact]
    [Rule(114)]
    public void R114_a_listener_is_announced_at_2425_and_at_its_port()
    {
        using var lan = new Lan();
        var session = lan.Session();
        var standard = PeerAt2425(lan, 2);
        var ours = lan.Peer(2);
        lan.Listen(session, 1, "-BroadcastAddress " + lan.Address(2));

        Assert.NotEmpty(standard.Await(Wire.Entry));
        Assert.NotEmpty(ours.Await(Wire.Entry));
    }

    [Fact]
    [Rule(114)]
    public void R114_an_address_where_nobody_answers_keeps_our_port()
    {
        using var lan = new Lan();
        var session = lan.Session();
        lan.Listen(session, 1);
        var delivery = session.One<IpMsgDelivery>("Send-IpMsg " + lan.Address(2) + " hello -TimeoutSec 0.1 -ErrorAction SilentlyContinue");

        Assert.Equal((lan.EndPoint(2).ToString(), nameof(DeliveryStatus.Unconfirmed)), (delivery.EndPoint, delivery.Status));
    }
}
