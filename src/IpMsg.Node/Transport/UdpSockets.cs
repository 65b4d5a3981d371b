using System;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>Makes the UDP sockets of a member, bound and with the options of docs/protocol/packets.md#transport.</summary>
internal static class UdpSockets
{
    private const int BufferWanted = 1 << 20;
    private const int MinBuffer = 1 << 16;
    private const int MulticastHops = 32;

    // A send waits for room in the buffer; a card that takes nothing at all must not hold its sender for ever.
    private const int SendTimeoutMs = 1_000;

    // Windows reports an ICMP port-unreachable as the failure of some later receive unless told not to.
    private const int SioUdpConnReset = unchecked((int)0x9800000C);

    /// <summary>The socket that datagrams are sent from, bound so that no other process shares its port.</summary>
    internal static Socket Bind(IPEndPoint place)
    {
        var socket = Create(place.AddressFamily);
        try
        {
            // Some frameworks on Unix share UDP ports unless told not to; two sockets on one port would split its datagrams.
            if (!Platform.IsWindows)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
            ExclusiveBind.Bind(socket, place);
            if (place.AddressFamily == AddressFamily.InterNetworkV6)
                MulticastGroups.Join(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The IPv6 twin; null where there is no IPv6. A twin port that is taken is an error like the first one's.</summary>
    internal static BoundSocket? TryBindIPv6(int port)
    {
        if (!Socket.OSSupportsIPv6)
            return null;
        try
        {
            return new BoundSocket(new IPEndPoint(IPAddress.IPv6Any, port), Bind);
        }
        // Compiled in but switched off, as in many containers: a member does without.
        catch (SocketException away) when (away.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            return null;
        }
    }

    /// <summary>
    /// A socket that hears one broadcast address. Shared on purpose: members bound to other addresses of the same network listen
    /// there too, and the system gives each of them every broadcast.
    /// </summary>
    internal static Socket BindListener(IPEndPoint place)
    {
        var socket = Create(place.AddressFamily);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(place);
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
            socket.IOControl(SioUdpConnReset, [0, 0, 0, 0], null);
        return socket;
    }

    /// <summary>Linux silently gives what it allows, macOS refuses too much: ask for less until it agrees, or keep the default.</summary>
    private static void Enlarge(Action<int> set)
    {
        for (int size = BufferWanted; size >= MinBuffer; size /= 2)
        {
            try
            {
                set(size);
                return;
            }
            catch (SocketException) when (size > MinBuffer)
            {
                // The next smaller size.
            }
        }
    }
}
