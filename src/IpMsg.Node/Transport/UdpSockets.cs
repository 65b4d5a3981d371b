using System;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>Creates and binds the UDP sockets of a member, with the options of docs/protocol/packets.md#transport.</summary>
internal static class UdpSockets
{
    private const int MaxBuffer = 1 << 20;
    private const int MinBuffer = 1 << 16;
    private const int MulticastHops = 32;

    // A send waits for space in the buffer. The limit ends the wait on a network interface that sends nothing.
    private const int SendTimeoutMs = 1_000;

    // By default Windows reports an ICMP port-unreachable (10054, SIO_UDP_CONNRESET) and an expired time to live (10052,
    // SIO_UDP_NETRESET) as an error of a later receive.
    private const int SioUdpConnReset = unchecked((int)0x9800000C);
    private const int SioUdpNetReset = unchecked((int)0x9800000F);

    /// <summary>Creates the socket that sends and receives, with an exclusive port.</summary>
    internal static Socket Bind(IPEndPoint endPoint)
    {
        var socket = Create(endPoint.AddressFamily);
        try
        {
            // Some runtimes on Unix share UDP ports by default, and the system delivers a datagram to one of the sockets only.
            if (!Platform.IsWindows)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
            ExclusiveBind.Bind(socket, endPoint);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
                MulticastGroups.Join(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Creates the IPv6 socket; null on a system without IPv6.</summary>
    /// <exception cref="SocketException">The port is in use or reserved for IPv6.</exception>
    internal static BoundSocket? TryBindIPv6(int port)
    {
        if (!Socket.OSSupportsIPv6)
            return null;
        try
        {
            return new BoundSocket(new IPEndPoint(IPAddress.IPv6Any, port), Bind);
        }
        // The system supports IPv6 but has it disabled, as in many containers. The member works without it.
        catch (SocketException exception) when (!ExclusiveBind.IsTaken(exception))
        {
            return null;
        }
    }

    /// <summary>
    /// Creates a socket that receives the datagrams to a broadcast address. Its port is shared: members bound to other addresses of the
    /// same network listen there too, and the system delivers every broadcast to each of them.
    /// </summary>
    internal static Socket BindListener(IPEndPoint endPoint)
    {
        var socket = Create(endPoint.AddressFamily);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Create(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp) { SendTimeout = SendTimeoutMs };
        Enlarge(size => socket.ReceiveBufferSize = size);
        Enlarge(size => socket.SendBufferSize = size);
        if (family == AddressFamily.InterNetwork)
        {
            socket.EnableBroadcast = true;
        }
        else
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, true);
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, MulticastHops);
        }
        if (Platform.IsWindows)
        {
            TurnOff(socket, SioUdpConnReset);
            TurnOff(socket, SioUdpNetReset);
        }
        return socket;
    }

    private static void TurnOff(Socket socket, int report)
    {
        try
        {
            socket.IOControl(report, [0, 0, 0, 0], null);
        }
        catch (SocketException)
        {
            // This version of Windows does not know it. The receive loop ignores these errors.
        }
    }

    /// <summary>
    /// Enlarges a buffer as far as the system allows. Linux limits the size silently. macOS rejects a size above its limit
    /// (setsockopt(2): ENOBUFS; sysctl(3): kern.ipc.maxsockbuf).
    /// </summary>
    /// <remarks>
    /// On macOS the send buffer is also the longest datagram: 9,216 bytes by default (sysctl net.inet.udp.maxdgram), and a message may have
    /// more.
    /// </remarks>
    private static void Enlarge(Action<int> set)
    {
        for (int size = MaxBuffer; size >= MinBuffer; size /= 2)
        {
            try
            {
                set(size);
                return;
            }
            catch (SocketException) when (size > MinBuffer)
            {
                // The next attempt uses half the size.
            }
        }
    }
}
