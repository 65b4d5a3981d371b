using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>Binds a socket that shares its port with no other one, with the same error for a port in use on every system.</summary>
internal static class ExclusiveBind
{
    internal static void Bind(Socket socket, IPEndPoint endPoint)
    {
        // On Windows another process can share the port without this option; on other systems a port is exclusive by default.
        if (Platform.IsWindows)
            socket.ExclusiveAddressUse = true;
        try
        {
            socket.Bind(endPoint);
        }
        // Windows reports AccessDenied when the other socket is exclusive too, or the port is reserved.
        catch (SocketException exception) when (Platform.IsWindows && exception.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }
    }
}
