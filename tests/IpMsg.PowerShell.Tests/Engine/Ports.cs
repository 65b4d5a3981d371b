using System.Net;
using System.Net.Sockets;

namespace IpMsg.PowerShell.Tests.Engine;

internal static class Ports
{
    /// <summary>True when nobody has the port, neither UDP nor TCP.</summary>
    internal static bool IsFree(IPEndPoint place)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(place);
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(place);
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
