using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>Errors for sockets that cannot be bound.</summary>
internal static class BindErrors
{
    private const int FirstFreePort = 1_024;

    /// <summary>The error for an endpoint, with the advice that the user can follow.</summary>
    internal static IpMsgException Describe(IPEndPoint endPoint, SocketException inner) =>
        Describe(endPoint, inner, PortUse.Of(endPoint.Port), Platform.System);

    /// <param name="endPoint">The address and port that cannot be bound.</param>
    /// <param name="inner">The error of the socket.</param>
    /// <param name="use">Who uses the port now.</param>
    /// <param name="system">The operating system, for the commands in the advice.</param>
    internal static IpMsgException Describe(IPEndPoint endPoint, SocketException inner, PortUse use, OSPlatform system) =>
        inner.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => InUse(endPoint, inner, use, system),
            // Windows denies access to a port of another program too: of one that does not share it, and of another account.
            SocketError.AccessDenied => use.IsAny ? InUse(endPoint, inner, use, system) : Denied(endPoint, inner, system),
            SocketError.AddressNotAvailable => new(
                IpMsgErrorId.ListenerAddressUnavailable,
                endPoint.Address + " is not an address of this machine.",
                endPoint,
                "Give one that is, or leave -Address out.",
                inner),
            _ => new(
                IpMsgErrorId.ListenerFailed,
                "The listener cannot use " + endPoint + ": " + inner.Message,
                endPoint,
                "Check -Address and -Port.",
                inner),
        };

    private static IpMsgException InUse(IPEndPoint endPoint, SocketException inner, PortUse use, OSPlatform system) => new(
        IpMsgErrorId.ListenerPortInUse,
        "Port " + endPoint.Port + " is in use at " + endPoint.Address + ".",
        endPoint,
        "Another IP Messenger client or another session of yours is running: stop it, or use -Port 0 for a free port. "
            + "This shows which: " + FindOwner(endPoint.Port, use, system),
        inner);

    private static IpMsgException Denied(IPEndPoint endPoint, SocketException inner, OSPlatform system) => new(
        IpMsgErrorId.ListenerAccessDenied,
        "The system does not allow port " + endPoint.Port + " at " + endPoint.Address + ".",
        endPoint,
        // Hyper-V, WSL and containers reserve ranges at each start of Windows, and may hit 2425.
        system == OSPlatform.Windows ? "Windows may have reserved it: use another port, such as -Port 0. This shows the reserved ranges: "
                + "netsh interface ipv4 show excludedportrange protocol=udp, and the same with protocol=tcp"
            : endPoint.Port < FirstFreePort ? "Ports below 1024 are for root: use another port, such as -Port 0."
            : "Use another port, such as -Port 0.",
        inner);

    private static string FindOwner(int port, PortUse use, OSPlatform system)
    {
        // Without a UDP socket it is the TCP port. When nothing is known, UDP is more likely.
        bool isTcp = use is { Udp: false, Tcp: true };
        return system == OSPlatform.Windows
            ? "Get-Process -Id (" + (isTcp ? "Get-NetTCPConnection -State Listen" : "Get-NetUDPEndpoint") + " -LocalPort " + port
                + ").OwningProcess"
            : system == OSPlatform.OSX ? "sudo lsof -nP -i" + (isTcp ? "TCP:" : "UDP:") + port
            : "sudo ss -" + (isTcp ? "tlpn" : "ulpn") + " 'sport = :" + port + "'";
    }
}
