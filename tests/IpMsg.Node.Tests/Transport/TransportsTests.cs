using System.Net;
using System.Net.Sockets;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class DoorsTests
{
    [Fact]
    public void Both_doors_have_the_same_port()
    {
        using var doors = Doors.Bind(null, 0, [], withIPv6: true);
        Assert.NotEqual(0, doors.Udp.LocalEndPoint.Port);
        Assert.Equal(doors.Udp.LocalEndPoint.Port, doors.Tcp.LocalEndPoint.Port);
    }

    [Fact]
    public void When_the_tcp_twin_is_taken_nothing_stays_bound()
    {
        using var other = new TcpDoor(null, 0, withIPv6: false);
        int port = other.LocalEndPoint.Port;
        var refused = Assert.Throws<SocketException>(() => Doors.Bind(null, port, [], withIPv6: false));
        Assert.Equal(SocketError.AddressAlreadyInUse, refused.SocketErrorCode);
        using var udp = new UdpDoor(null, port, [], withIPv6: false);
        Assert.Equal(port, udp.LocalEndPoint.Port);
    }

    [Fact]
    public void Two_members_live_on_one_port_at_different_addresses()
    {
        Assert.SkipWhen(System.OperatingSystem.IsMacOS(), "macOS has one loopback address until told otherwise");
        using var first = Doors.Bind(IPAddress.Parse("127.0.0.2"), 0, [], withIPv6: false);
        using var second = Doors.Bind(IPAddress.Parse("127.0.0.3"), first.Udp.LocalEndPoint.Port, [], withIPv6: false);
        Assert.Equal(first.Udp.LocalEndPoint.Port, second.Tcp.LocalEndPoint.Port);
    }
}
