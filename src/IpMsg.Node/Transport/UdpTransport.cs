using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Transport;

/// <summary>
/// The real network: an exclusively bound UDP socket, a second one for IPv6 on the same port, and further ones that only listen, on
/// broadcast addresses. Each has a thread of its own.
/// </summary>
internal sealed class UdpTransport : IDatagramTransport
{
    private readonly List<UdpReceiver> _receivers = [];
    private readonly List<BoundSocket> _sockets = [];
    private readonly BoundSocket _main;
    private readonly BoundSocket? _second;
    private int _opened, _faulted;

    /// <param name="address">Where to bind; null for every address.</param>
    /// <param name="port">The port; 0 for one of the system's choice.</param>
    /// <param name="alsoListenOn">
    /// Broadcast addresses whose datagrams the bound address would not hear; see <see cref="BroadcastListenAddresses"/>.
    /// </param>
    /// <param name="withIPv6">True for IPv6 as well; without effect when bound to one address, or where the system has no IPv6.</param>
    /// <exception cref="SocketException">AddressAlreadyInUse when the port is taken.</exception>
    internal UdpTransport(IPAddress? address, int port, IReadOnlyList<IPAddress> alsoListenOn, bool withIPv6)
    {
        var place = new IPEndPoint(address ?? IPAddress.Any, port);
        _main = Add(new BoundSocket(place, UdpSockets.Bind));
        try
        {
            LocalEndPoint = _main.Place;
            if (withIPv6 && address == null && UdpSockets.TryBindIPv6(LocalEndPoint.Port) is { } second)
                _second = Add(second);
            foreach (var ear in alsoListenOn)
                Add(new BoundSocket(new IPEndPoint(ear, LocalEndPoint.Port), UdpSockets.BindListener));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>True when datagrams can go to IPv6 addresses.</summary>
    internal bool HasIPv6 => SocketFor(AddressFamily.InterNetworkV6) != null;

    /// <summary>Told when a socket cannot receive at present, and null when it can again. To be set before <see cref="Open"/>.</summary>
    internal Action<object, Exception?> OnProblem { get; set; } = static (_, _) => { };

    public void Open(DatagramHandler onDatagram, Action<Exception> onFault)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0)
            throw new InvalidOperationException("This door is open already.");
        foreach (var socket in _sockets)
            _receivers.Add(new UdpReceiver(socket, onDatagram, OnceOnly, reason => OnProblem(socket, reason)));
        foreach (var receiver in _receivers)
            receiver.Start();

        void OnceOnly(Exception reason)
        {
            if (Interlocked.Exchange(ref _faulted, 1) == 0)
                onFault(reason);
        }
    }

    public SocketError Send(byte[] buffer, int count, IPEndPoint to)
    {
        var socket = SocketFor(to.AddressFamily);
        if (socket == null)
            return SocketError.AddressFamilyNotSupported;
        try
        {
            socket.Socket.SendTo(buffer, 0, count, SocketFlags.None, to);
            return SocketError.Success;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }

    /// <summary>Closes the sockets and waits until their threads have let go of them, so that the port is free on return.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        foreach (var receiver in _receivers)
            receiver.Close();
        foreach (var receiver in _receivers)
            receiver.Await();
    }

    private BoundSocket? SocketFor(AddressFamily family) =>
        family == _main.Place.AddressFamily ? _main : family == _second?.Place.AddressFamily ? _second : null;

    private BoundSocket Add(BoundSocket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}
