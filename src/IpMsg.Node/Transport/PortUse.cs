using System;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>The protocols for which programs use a port of this machine.</summary>
/// <param name="Udp">True when a UDP socket is bound to the port.</param>
/// <param name="Tcp">True when a program listens on the port.</param>
internal readonly record struct PortUse(bool Udp, bool Tcp)
{
    /// <summary>True when any program uses the port.</summary>
    internal bool IsAny => Udp || Tcp;

    /// <summary>Asks the system.</summary>
    internal static PortUse Of(int port)
    {
        try
        {
            var properties = IPGlobalProperties.GetIPGlobalProperties();
            return new PortUse(
                properties.GetActiveUdpListeners().Any(each => each.Port == port),
                properties.GetActiveTcpListeners().Any(each => each.Port == port));
        }
        catch (Exception exception) when (exception is NetworkInformationException or SocketException or PlatformNotSupportedException
            or NotImplementedException or UnauthorizedAccessException or System.IO.IOException)
        {
            // Nothing is known, and the error of the socket remains.
            return default;
        }
    }
}
