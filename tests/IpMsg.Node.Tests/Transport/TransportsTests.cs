using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class TransportsTests
{
    [Fact]
    public void Both_transports_have_the_same_port()
    {
        using var transports = Transports.Bind(null, 0, [], withIPv6: true);
        Assert.NotEqual(0, transports.Udp.LocalEndPoint.Port);
        Assert.Equal(transports.Udp.LocalEndPoint.Port, transports.Tcp.LocalEndPoint.Port);
    }

    [Fact]
    public void When_the_tcp_twin_is_taken_nothing_stays_bound()
    {
        using var other = new TcpListenerTransport(null, 0, withIPv6: false);
        int port = other.LocalEndPoint.Port;
        var refused = Assert.Throws<SocketException>(() => Transports.Bind(null, port, [], withIPv6: false));
        Assert.True(ExclusiveBind.IsTaken(refused));
        using var udp = new UdpTransport(null, port, [], withIPv6: false);
        Assert.Equal(port, udp.LocalEndPoint.Port);
    }

    [Fact]
    public void Two_members_live_on_one_port_at_different_addresses()
    {
        Assert.SkipWhen(System.OperatingSystem.IsMacOS(), "macOS has one loopback address until told otherwise");
        using var first = Transports.Bind(IPAddress.Parse("127.0.0.2"), 0, [], withIPv6: false);
        using var second = Transports.Bind(IPAddress.Parse("127.0.0.3"), first.Udp.LocalEndPoint.Port, [], withIPv6: false);
        Assert.Equal(first.Udp.LocalEndPoint.Port, second.Tcp.LocalEndPoint.Port);
    }
}
