using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>A socket at its place, which can be replaced by a new one there when it is finished.</summary>
internal sealed class BoundSocket : IDisposable
{
    private readonly object _lock = new();
    private readonly IPEndPoint _place;
    private readonly Func<IPEndPoint, Socket> _bind;
    private volatile Socket _socket;
    private volatile bool _isClosed;

    /// <param name="place">The address and port.</param>
    /// <param name="bind">Makes a socket that is bound there.</param>
    /// <exception cref="SocketException">The place is taken, or not ours.</exception>
    internal BoundSocket(IPEndPoint place, Func<IPEndPoint, Socket> bind)
    {
        _bind = bind;
        _socket = bind(place);
        _place = (IPEndPoint)_socket.LocalEndPoint;
    }

    /// <summary>True once it was closed on purpose.</summary>
    internal bool IsClosed => _isClosed;

    /// <summary>The address and port, with the one that the system chose.</summary>
    internal IPEndPoint Place => _place;

    /// <summary>The socket of the moment.</summary>
    internal Socket Socket => _socket;

    /// <summary>Waits until there is something to take; false when nothing came, and nothing failed, in that time.</summary>
    internal bool Poll(TimeSpan longest) => _socket.Poll((int)(longest.Ticks / 10), SelectMode.SelectRead);

    /// <summary>Replaces the socket by a new one at the same place.</summary>
    /// <exception cref="SocketException">The system has none, or the place is taken.</exception>
    internal void Reopen()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            // The old one has the place until it is closed.
            _socket.Dispose();
            _socket = _bind(_place);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _socket.Dispose();
        }
    }
}
