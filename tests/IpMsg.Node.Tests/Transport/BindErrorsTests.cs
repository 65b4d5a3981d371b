using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>What a user reads when the port cannot be had. The numbers are those of Windows.</summary>
public sealed class BindErrorsTests
{
    private static readonly IPEndPoint s_place = new(IPAddress.Any, 2425);

    private static IpMsgException Describe(int error, bool udp, bool tcp, OSPlatform system) =>
        BindErrors.Describe(s_place, new SocketException(error), new PortUse(udp, tcp), system);

    /// <summary>
    /// Another client, with 10048 for WSAEADDRINUSE; one that does not share its port or belongs to another account, with 10013 for
    /// WSAEACCES.
    /// </summary>
    [Theory]
    [InlineData(10048, true, true, "Get-Process -Id (Get-NetUDPEndpoint -LocalPort 2425).OwningProcess")]
    [InlineData(10048, true, false, "Get-Process -Id (Get-NetUDPEndpoint -LocalPort 2425).OwningProcess")]
    [InlineData(10048, false, true, "Get-Process -Id (Get-NetTCPConnection -State Listen -LocalPort 2425).OwningProcess")]
    [InlineData(10048, false, false, "Get-Process -Id (Get-NetUDPEndpoint -LocalPort 2425).OwningProcess")]
    [InlineData(10013, true, true, "Get-Process -Id (Get-NetUDPEndpoint -LocalPort 2425).OwningProcess")]
    [InlineData(10013, false, true, "Get-Process -Id (Get-NetTCPConnection -State Listen -LocalPort 2425).OwningProcess")]
    public void A_port_of_another_program_on_Windows_is_in_use_and_the_advice_finds_the_program(
        int error, bool udp, bool tcp, string command)
    {
        var problem = Describe(error, udp, tcp, OSPlatform.Windows);
        Assert.Equal(IpMsgErrorId.ListenerPortInUse, problem.ErrorId);
        Assert.Equal(s_place, problem.Target);
        Assert.EndsWith(": " + command, problem.Advice);
        Assert.Contains("-Port 0", problem.Advice);
    }

    /// <summary>A range that Hyper-V, WSL or an administrator has reserved. It was shown as in use, by nobody.</summary>
    [Fact]
    public void A_reserved_port_on_Windows_is_denied_and_the_advice_shows_the_reserved_ranges()
    {
        var problem = Describe(10013, udp: false, tcp: false, OSPlatform.Windows);
        Assert.Equal(IpMsgErrorId.ListenerAccessDenied, problem.ErrorId);
        Assert.Equal(s_place, problem.Target);
        Assert.Contains("netsh interface ipv4 show excludedportrange protocol=udp", problem.Advice);
        Assert.Contains("protocol=tcp", problem.Advice);
        Assert.Contains("-Port 0", problem.Advice);
    }

    [Theory]
    [InlineData(true, "sudo ss -ulpn 'sport = :2425'", "sudo lsof -nP -iUDP:2425")]
    [InlineData(false, "sudo ss -tlpn 'sport = :2425'", "sudo lsof -nP -iTCP:2425")]
    public void The_advice_elsewhere_has_the_command_of_the_system(bool udp, string onLinux, string onMac)
    {
        Assert.EndsWith(": " + onLinux, Describe(10048, udp, tcp: true, OSPlatform.Linux).Advice);
        Assert.EndsWith(": " + onMac, Describe(10048, udp, tcp: true, OSPlatform.OSX).Advice);
    }

    [Fact]
    public void A_low_port_on_Linux_is_for_root()
    {
        var problem = BindErrors.Describe(
            new IPEndPoint(IPAddress.Any, 80), new SocketException(10013), default, OSPlatform.Linux);
        Assert.Equal(IpMsgErrorId.ListenerAccessDenied, problem.ErrorId);
        Assert.Contains("root", problem.Advice);
        Assert.DoesNotContain("root", Describe(10013, udp: false, tcp: false, OSPlatform.Linux).Advice);
    }

    [Theory]
    [InlineData(10049, IpMsgErrorId.ListenerAddressUnavailable)]
    [InlineData(10055, IpMsgErrorId.ListenerFailed)]
    public void Other_errors_have_ids_too(int error, IpMsgErrorId id)
    {
        var problem = Describe(error, udp: false, tcp: false, OSPlatform.Windows);
        Assert.Equal(id, problem.ErrorId);
        Assert.Equal(s_place, problem.Target);
        Assert.NotNull(problem.Advice);
    }

    /// <summary>Both make an implicit listener take another port, and port 0 try the next.</summary>
    [Theory]
    [InlineData(10013, true)]
    [InlineData(10048, true)]
    [InlineData(10049, false)]
    public void A_port_in_use_and_a_reserved_one_count_as_taken(int error, bool expected) =>
        Assert.Equal(expected, ExclusiveBind.IsTaken(new SocketException(error)));

    [Fact]
    public void The_system_tells_who_uses_a_port()
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Any, 0));
        Assert.True(PortUse.Of(((IPEndPoint)udp.LocalEndPoint!).Port).Udp);
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        tcp.Listen();
        Assert.True(PortUse.Of(((IPEndPoint)tcp.LocalEndPoint!).Port).Tcp);
    }
}
