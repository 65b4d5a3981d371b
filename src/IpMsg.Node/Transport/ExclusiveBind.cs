using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>Binds a socket that shares its port with no other one.</summary>
internal static class ExclusiveBind
{
    /// <exception cref="SocketException">See <see cref="IsTaken"/>.</exception>
    internal static void Bind(Socket socket, IPEndPoint endPoint)
    {
        // On Windows another process can share the port without this option; on other systems a port is exclusive by default.
        if (Platform.IsWindows)
            socket.ExclusiveAddressUse = true;
        socket.Bind(endPoint);
    }

    /// <summary>
    /// True when the port cannot be bound and another may be. Windows reports AccessDenied (10013) for a reserved port, and also for a
    /// port in use when the other socket is exclusive or of another account.
    /// </summary>
    internal static bool IsTaken(SocketException exception) =>
        exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied;
}
