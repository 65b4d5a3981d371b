using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Node.Transport;

/// <summary>Serves a connection, which is closed when the task ends.</summary>
internal delegate Task ConnectionHandler(AcceptedConnection connection);

/// <summary>
/// The TCP listeners for file requests, exclusively bound to the member's port, each with an accept thread. It accepts every connection at
/// once, because a recipient would else wait in the system's queue behind those of others; <see cref="ConnectionTable"/> limits their
/// number.
/// </summary>
internal sealed class TcpListenerTransport : IDisposable
{
    // What waits for the accept thread during a flood. A connection that finds the queue full is tried again after a second by Linux, and
    // refused by Windows. Systems reduce the number to their own limit.
    private const int Backlog = 4_096;

    private readonly List<BoundSocket> _listeners = [];
    private readonly List<TcpAcceptor> _acceptors = [];
    private readonly ConnectionTable _connections = new();
    private int _opened;

    /// <param name="address">The address to bind to; null for all addresses.</param>
    /// <param name="port">The port; with 0 the system chooses one.</param>
    /// <param name="withIPv6">True to use IPv6 too; ignored with an address, or on a system without IPv6.</param>
    /// <exception cref="SocketException">AddressAlreadyInUse when the port is in use.</exception>
    internal TcpListenerTransport(IPAddress? address, int port, bool withIPv6)
    {
        try
        {
            LocalEndPoint = Listen(new IPEndPoint(address ?? IPAddress.Any, port));
            if (withIPv6 && address == null && Socket.OSSupportsIPv6)
                TryListenIPv6(LocalEndPoint.Port);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The listening address and port.</summary>
    internal IPEndPoint LocalEndPoint { get; }

    /// <summary>The number of accepted connections.</summary>
    internal int Connections => _connections.Count;

    /// <summary>Decides whose connections are accepted; others are closed at once. Set it before <see cref="Open"/>.</summary>
    internal Predicate<IPAddress> Admits { get; set; } = static _ => true;

    /// <summary>Tells the addresses to which open offers went. Set it before <see cref="Open"/>.</summary>
    internal Predicate<IPAddress> IsRecipient { get; set; } = static _ => false;

    /// <summary>
    /// Receives the error when a listener cannot accept connections, and null when it can again. Set it before <see cref="Open"/>.
    /// </summary>
    internal Action<object, Exception?> OnProblem { get; set; } = static (_, _) => { };

    /// <summary>
    /// Starts to accept connections. The handler runs on the thread pool; <paramref name="onFault"/> receives its exceptions.
    /// </summary>
    internal void Open(ConnectionHandler onConnection, Action<Exception> onFault)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0)
            throw new InvalidOperationException("The transport is open already.");
        foreach (var listener in _listeners)
        {
            _acceptors.Add(new TcpAcceptor(
                listener,
                connection => Admit(connection, onConnection, onFault),
                reason => OnProblem(listener, reason)));
        }
        foreach (var acceptor in _acceptors)
            acceptor.Start();
    }

    /// <summary>Closes the listeners and every connection; the port is free on return.</summary>
    public void Dispose()
    {
        var connections = _connections.Close();
        foreach (var listener in _listeners)
            listener.Dispose();
        foreach (var acceptor in _acceptors)
            acceptor.Close();
        foreach (var acceptor in _acceptors)
            acceptor.Await();
        foreach (var connection in connections)
            connection.Socket.Dispose();
    }

    private void Admit(Socket socket, ConnectionHandler onConnection, Action<Exception> onFault)
    {
        // A connection that the peer closes before it is accepted has no address.
        if (AddressOf(socket) is not { } address || !Admits(address))
        {
            socket.Dispose();
            return;
        }
        var connection = new AcceptedConnection(_connections, socket, address, IsRecipient(address));
        bool isAdded = _connections.TryAdd(connection, out var evicted);
        evicted?.Reset();
        if (!isAdded)
        {
            connection.Reset();
            return;
        }
        try
        {
            _ = Task.Run(() => ServeAsync(connection, onConnection, onFault));
        }
        catch
        {
            Leave(connection);
            throw;
        }
    }

    private static IPAddress? AddressOf(Socket connection)
    {
        try
        {
            return ((IPEndPoint)connection.RemoteEndPoint).Address;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task ServeAsync(AcceptedConnection connection, ConnectionHandler onConnection, Action<Exception> onFault)
    {
        try
        {
            connection.Socket.NoDelay = true;
            await onConnection(connection).ConfigureAwait(false);
        }
        // The peer closed the connection, or it lost its place, or this transport was disposed.
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or System.IO.IOException)
        {
        }
        catch (Exception exception)
        {
            onFault(exception);
        }
        finally
        {
            Leave(connection);
        }
    }

    private void Leave(AcceptedConnection connection)
    {
        connection.Socket.Dispose();
        _connections.Remove(connection);
    }

    private IPEndPoint Listen(IPEndPoint endPoint)
    {
        var listener = new BoundSocket(endPoint, Bind);
        _listeners.Add(listener);
        return listener.EndPoint;
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
                listener.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, true);
            ExclusiveBind.Bind(listener, endPoint);
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private void TryListenIPv6(int port)
    {
        try
        {
            Listen(new IPEndPoint(IPAddress.IPv6Any, port));
        }
        catch (SocketException exception) when (!ExclusiveBind.IsTaken(exception))
        {
            // The system supports IPv6 but has it disabled. The member works without it.
        }
    }
}
