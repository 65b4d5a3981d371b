using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Networks;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

/// <summary>
/// The UDP transport: an exclusively bound socket, a second one for IPv6 on the same port, and sockets that only receive on broadcast
/// addresses. Each socket has its own thread.
/// </summary>
internal sealed class UdpTransport : IDatagramTransport
{
    private readonly List<UdpReceiver> _receivers = [];
    private readonly List<BoundSocket> _sockets = [];
    private readonly BoundSocket _main;
    private readonly BoundSocket? _second;
    private readonly SendErrors _mainErrors;
    private readonly SendErrors? _secondErrors;
    private readonly BatchSender _batch = new();
    private int _opened, _faulted;

    /// <param name="address">The address to bind to; null for all addresses.</param>
    /// <param name="port">The port; with 0 the system chooses one.</param>
    /// <param name="alsoListenOn">
    /// Broadcast addresses that need a socket of their own; see <see cref="BroadcastListenAddresses"/>.
    /// </param>
    /// <param name="withIPv6">True to use IPv6 too; ignored with an address, or on a system without IPv6.</param>
    /// <exception cref="SocketException">AddressAlreadyInUse when the port is in use.</exception>
    internal UdpTransport(IPAddress? address, int port, IReadOnlyList<IPAddress> alsoListenOn, bool withIPv6)
    {
        var endPoint = new IPEndPoint(address ?? IPAddress.Any, port);
        _main = Add(new BoundSocket(endPoint, UdpSockets.Bind));
        _mainErrors = new SendErrors(_main, reason => OnSendProblem(_main, reason));
        try
        {
            LocalEndPoint = _main.EndPoint;
            if (withIPv6 && address == null && UdpSockets.TryBindIPv6(LocalEndPoint.Port) is { } second)
            {
                _second = Add(second);
                _secondErrors = new SendErrors(second, reason => OnSendProblem(second, reason));
            }
            foreach (var broadcastAddress in alsoListenOn)
                Add(new BoundSocket(new IPEndPoint(broadcastAddress, LocalEndPoint.Port), UdpSockets.BindListener));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The sockets; the first one sends.</summary>
    internal IReadOnlyList<BoundSocket> Sockets => _sockets;

    /// <summary>True when datagrams can go to IPv6 addresses.</summary>
    internal bool HasIPv6 => SocketFor(AddressFamily.InterNetworkV6) != null;

    /// <summary>Receives the error when a socket cannot receive, and null when it can again. Set it before <see cref="Open"/>.</summary>
    internal Action<object, Exception?> OnProblem { get; set; } = static (_, _) => { };

    /// <summary>Receives the error when nothing can be sent, and null when it can again. Set it before <see cref="Open"/>.</summary>
    internal Action<object, Exception?> OnSendProblem { get; set; } = static (_, _) => { };

    public void Open(DatagramHandler onDatagram, Action<Exception> onFault)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0)
            throw new InvalidOperationException("The transport is open already.");
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

    /// <summary>Joins the IPv6 groups on adapters that have appeared.</summary>
    internal void JoinGroups()
    {
        try
        {
            foreach (var each in _sockets)
            {
                if (each.EndPoint.AddressFamily == AddressFamily.InterNetworkV6)
                    MulticastGroups.Join(each.Socket);
            }
        }
        catch (ObjectDisposedException)
        {
            // The node has stopped, or the socket is being replaced: a new one joins.
        }
    }

    public SocketError Send(byte[] buffer, int count, IPEndPoint to)
    {
        var socket = SocketFor(to.AddressFamily);
        if (socket == null)
            return SocketError.AddressFamilyNotSupported;
        var result = Send(socket, buffer, count, to);
        ErrorsOf(socket).Handle(result);
        return result;
    }

    private static SocketError Send(BoundSocket socket, byte[] buffer, int count, IPEndPoint to)
    {
        try
        {
            socket.Socket.SendTo(buffer, 0, count, SocketFlags.None, to);
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }

    public int Send(ReadOnlySpan<Transmit> transmits)
    {
        if (SocketFor(transmits[0].To.AddressFamily) is not { } socket)
            return 0;
        int count = 1;
        while (count < transmits.Length && transmits[count].To.AddressFamily == transmits[0].To.AddressFamily)
            count++;
        int sent = count == 1 ? 0 : _batch.Send(socket, transmits.Slice(0, count));
        if (sent > 0)
            ErrorsOf(socket).Handle(SocketError.Success);
        return sent;
    }

    /// <summary>Closes the sockets and waits for the end of their threads; the port is free on return.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        foreach (var receiver in _receivers)
            receiver.Close();
        foreach (var receiver in _receivers)
            receiver.Await();
    }

    private SendErrors ErrorsOf(BoundSocket socket) => socket == _main ? _mainErrors : _secondErrors!;

    private BoundSocket? SocketFor(AddressFamily family) =>
        family == _main.EndPoint.AddressFamily ? _main : family == _second?.EndPoint.AddressFamily ? _second : null;

    private BoundSocket Add(BoundSocket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}
