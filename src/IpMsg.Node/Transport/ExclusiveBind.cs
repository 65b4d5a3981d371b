using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>Binds a socket so that its port is its own, and says in one way on every system that it is taken.</summary>
internal static class ExclusiveBind
{
    internal static void Bind(Socket socket, IPEndPoint place)
    {
        // Elsewhere a port is exclusive unless sharing is asked for; Windows lets others share it unless this is asked for.
        if (Platform.IsWindows)
            socket.ExclusiveAddressUse = true;
        try
        {
            socket.Bind(place);
        }
        // Windows says so when the other owner is exclusive too, or has reserved the port.
        catch (SocketException refused) when (Platform.IsWindows && refused.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }
    }
}
