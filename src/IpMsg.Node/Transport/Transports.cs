using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>A member's two doors: UDP and TCP on the same port, for peers expect them to be (docs/protocol/packets.md#transport).</summary>
internal sealed class Transports : IDisposable
{
    // Ports of the system's choice rarely have a taken twin; that many in a row mean something else is wrong.
    private const int MaxAttempts = 20;

    private Transports(UdpTransport udp, TcpListenerTransport tcp)
    {
        Udp = udp;
        Tcp = tcp;
    }

    internal UdpTransport Udp { get; }

    internal TcpListenerTransport Tcp { get; }

    /// <summary>Binds both. With port 0 it looks for a port that is free for both.</summary>
    /// <exception cref="SocketException">AddressAlreadyInUse when either is taken; nothing stays bound then.</exception>
    internal static Transports Bind(IPAddress? address, int port, IReadOnlyList<IPAddress> alsoListenOn, bool withIPv6)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return BindOnce(address, port, alsoListenOn, withIPv6);
            }
            catch (SocketException exception) when (
                port == 0 && attempt < MaxAttempts && exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another port, then.
            }
        }
    }

    public void Dispose()
    {
        Tcp.Dispose();
        Udp.Dispose();
    }

    private static Transports BindOnce(IPAddress? address, int port, IReadOnlyList<IPAddress> alsoListenOn, bool withIPv6)
    {
        var udp = new UdpTransport(address, port, alsoListenOn, withIPv6);
        try
        {
            return new Transports(udp, new TcpListenerTransport(address, udp.LocalEndPoint.Port, withIPv6));
        }
        catch
        {
            udp.Dispose();
            throw;
        }
    }
}
