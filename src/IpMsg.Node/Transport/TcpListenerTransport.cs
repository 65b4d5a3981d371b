using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Node.Transport;

/// <summary>Serves a connection, which is closed when the task ends.</summary>
internal delegate Task ConnectionHandler(Socket connection);

/// <summary>
/// The TCP listeners for file requests, exclusively bound to the member's port, each with an accept thread. At most
/// <see cref="MaxConnections"/> connections are served at once; further ones wait in the backlog. Connections of one address beyond
/// <see cref="MaxPerAddress"/> are closed at once, so one address cannot block the others.
/// </summary>
internal sealed class TcpListenerTransport : IDisposable
{
    internal const int MaxConnections = 64;
    internal const int MaxPerAddress = 16;
    private const int Backlog = 512;

    private readonly List<BoundSocket> _listeners = [];
    private readonly List<TcpAcceptor> _acceptors = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<Socket, IPAddress> _connections = [];
    private readonly SemaphoreSlim _slots = new(MaxConnections);
    private bool _isDisposed;
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
    internal int Connections
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    /// <summary>
    /// Receives the error when a listener cannot accept connections, and null when it can again. Set it before <see cref="Open"/>.
    /// </summary>
    internal Action<object, Exception?> OnProblem { get; set; } = static (_, _) => { };

    /// <summary>
    /// Starts to accept connections, and closes those from addresses that <paramref name="admits"/> rejects. The handler runs on the
    /// thread pool; <paramref name="onFault"/> receives its exceptions.
    /// </summary>
    internal void Open(ConnectionHandler onConnection, Action<Exception> onFault, Predicate<IPAddress>? admits = null)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0)
            throw new InvalidOperationException("The transport is open already.");
        foreach (var listener in _listeners)
        {
            _acceptors.Add(new TcpAcceptor(
                listener,
                connection => AdmitAsync(connection, onConnection, onFault, admits),
                reason => OnProblem(listener, reason)));
        }
        foreach (var acceptor in _acceptors)
            acceptor.Start();
    }

    /// <summary>Closes the listeners and every connection; the port is free on return.</summary>
    public void Dispose()
    {
        Socket[] connections;
        lock (_connections)
        {
            _isDisposed = true;
            connections = [.. _connections.Keys];
        }
        foreach (var listener in _listeners)
            listener.Dispose();
        _closing.Cancel();
        foreach (var acceptor in _acceptors)
            acceptor.Close();
        foreach (var acceptor in _acceptors)
            acceptor.Await();
        foreach (var connection in connections)
            connection.Dispose();
    }

    private void AdmitAsync(Socket connection, ConnectionHandler onConnection, Action<Exception> onFault, Predicate<IPAddress>? admits)
    {
        if (!TryEnter(connection, admits))
        {
            connection.Dispose();
            return;
        }
        bool hasSlot = false;
        try
        {
            _slots.Wait(_closing.Token);
            hasSlot = true;
            _ = Task.Run(() => ServeAsync(connection, onConnection, onFault));
        }
        catch
        {
            Leave(connection, hasSlot);
            throw;
        }
    }

    private bool TryEnter(Socket connection, Predicate<IPAddress>? admits)
    {
        if (AddressOf(connection) is not { } address || admits?.Invoke(address) == false)
            return false;
        lock (_connections)
        {
            int others = 0;
            foreach (var each in _connections.Values)
                others += each.Equals(address) ? 1 : 0;
            if (_isDisposed || others >= MaxPerAddress)
                return false;
            _connections.Add(connection, address);
            return true;
        }
    }

    // A connection that the peer closes before it is accepted has no address.
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

    private async Task ServeAsync(Socket connection, ConnectionHandler onConnection, Action<Exception> onFault)
    {
        try
        {
            connection.NoDelay = true;
            await onConnection(connection).ConfigureAwait(false);
        }
        // The peer closed the connection, or this transport was disposed.
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or System.IO.IOException)
        {
        }
        catch (Exception exception)
        {
            onFault(exception);
        }
        finally
        {
            Leave(connection, hasSlot: true);
        }
    }

    // Two calls for a connection are possible: Task.Run may throw when the pool cannot start a thread, and run the task later all the same.
    private void Leave(Socket connection, bool hasSlot)
    {
        connection.Dispose();
        bool isLeaving;
        lock (_connections)
            isLeaving = _connections.Remove(connection);
        if (isLeaving && hasSlot)
            _slots.Release();
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
