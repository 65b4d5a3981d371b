using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Node.Transport;

/// <summary>Serves one connection. It is counted until the task ends, and closed then.</summary>
internal delegate Task ConnectionHandler(Socket connection);

/// <summary>
/// Where peers fetch files: TCP listeners on the member's port, exclusively bound. Each has a thread that accepts; at most
/// <see cref="MaxConnections"/> are served at once, and who comes beyond that waits outside until one is done. One address alone
/// cannot take all places: what it has beyond <see cref="MaxPerAddress"/> is closed at once.
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

    /// <param name="address">Where to bind; null for every address.</param>
    /// <param name="port">The port; 0 for one of the system's choice.</param>
    /// <param name="withIPv6">True for IPv6 as well; without effect when bound to one address, or where the system has no IPv6.</param>
    /// <exception cref="SocketException">AddressAlreadyInUse when the port is taken.</exception>
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

    /// <summary>How many connections are being served, or next to be.</summary>
    internal int Connections
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    /// <summary>
    /// Told when connections cannot be accepted at present, and null when they can again. To be set before <see cref="Open"/>.
    /// </summary>
    internal Action<object, Exception?> OnProblem { get; set; } = static (_, _) => { };

    /// <summary>
    /// Starts accepting. The handler runs on the thread pool; <paramref name="onFault"/> is told why a handler failed. Whom <paramref
    /// name="admits"/> does not let in is closed at once.
    /// </summary>
    internal void Open(ConnectionHandler onConnection, Action<Exception> onFault, Predicate<IPAddress>? admits = null)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0)
            throw new InvalidOperationException("This door is open already.");
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
        bool hasPlace = false;
        try
        {
            _slots.Wait(_closing.Token);
            hasPlace = true;
            _ = Task.Run(() => ServeAsync(connection, onConnection, onFault));
        }
        catch
        {
            Leave(connection, hasPlace);
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

    // Who hangs up while he waits to be let in has no address any more.
    private static IPAddress? AddressOf(Socket connection)
    {
        try
        {
            return ((IPEndPoint)connection.RemoteEndPoint).Address;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
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
        // The peer went away, or we were disposed: the usual ends of a connection.
        catch (Exception end) when (end is SocketException or ObjectDisposedException or System.IO.IOException)
        {
        }
        catch (Exception reason)
        {
            onFault(reason);
        }
        finally
        {
            Leave(connection, hasPlace: true);
        }
    }

    // Also twice: a pool that can start no thread says so, and may serve what it has queued later.
    private void Leave(Socket connection, bool hasPlace)
    {
        connection.Dispose();
        bool isLeaving;
        lock (_connections)
            isLeaving = _connections.Remove(connection);
        if (isLeaving && hasPlace)
            _slots.Release();
    }

    private IPEndPoint Listen(IPEndPoint place)
    {
        var listener = new BoundSocket(place, Bind);
        _listeners.Add(listener);
        return listener.Place;
    }

    private static Socket Bind(IPEndPoint place)
    {
        var listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (place.AddressFamily == AddressFamily.InterNetworkV6)
                listener.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, true);
            ExclusiveBind.Bind(listener, place);
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
        catch (SocketException away) when (away.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            // Compiled in but switched off: a member does without.
        }
    }
}
