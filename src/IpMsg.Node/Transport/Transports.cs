using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>UDP and TCP on the same port, as peers expect (docs/protocol/packets.md#transport).</summary>
internal sealed class Transports : IDisposable
{
    // A free UDP port is rarely in use for TCP. More failures in a row have another cause.
    private const int MaxAttempts = 20;

    private Transports(UdpTransport udp, TcpListenerTransport tcp)
    {
        Udp = udp;
        Tcp = tcp;
    }

    internal UdpTransport Udp { get; }

    internal TcpListenerTransport Tcp { get; }

    /// <summary>Binds both. With port 0 it chooses a port that is free for both.</summary>
    /// <exception cref="SocketException">One of them is in use or reserved; both are closed then.</exception>
    internal static Transports Bind(IPAddress? address, int port, IReadOnlyList<IPAddress> alsoListenOn, bool withIPv6)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return BindOnce(address, port, alsoListenOn, withIPv6);
            }
            // Hyper-V reserves ranges of TCP ports among those that Windows chooses from for UDP.
            catch (SocketException exception) when (port == 0 && attempt < MaxAttempts && ExclusiveBind.IsTaken(exception))
            {
                // The next attempt uses another port.
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
