using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>A bound socket that can be replaced by a new one with the same address and port.</summary>
internal sealed class BoundSocket : IDisposable
{
    private readonly object _lock = new();
    private readonly IPEndPoint _endPoint;
    private readonly Func<IPEndPoint, Socket> _bind;
    private volatile Socket _socket;
    private volatile bool _isClosed;

    /// <param name="endPoint">The address and port.</param>
    /// <param name="bind">Creates a socket and binds it.</param>
    /// <exception cref="SocketException">The port is in use, or the address is not of this machine.</exception>
    internal BoundSocket(IPEndPoint endPoint, Func<IPEndPoint, Socket> bind)
    {
        _bind = bind;
        _socket = bind(endPoint);
        _endPoint = (IPEndPoint)_socket.LocalEndPoint;
    }

    /// <summary>True after disposal.</summary>
    internal bool IsClosed => _isClosed;

    /// <summary>The address and port; a port 0 is replaced by the one that the system chose.</summary>
    internal IPEndPoint EndPoint => _endPoint;

    /// <summary>The current socket.</summary>
    internal Socket Socket => _socket;

    /// <summary>Waits until the socket is readable or has an error. False after the timeout.</summary>
    internal bool Poll(TimeSpan timeout) => _socket.Poll((int)(timeout.Ticks / 10), SelectMode.SelectRead);

    /// <summary>Replaces the socket by a new one with the same address and port.</summary>
    /// <exception cref="SocketException">The system has no socket, or the port is in use.</exception>
    internal void Reopen()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            // The old socket holds the port until it is closed.
            _socket.Dispose();
            _socket = _bind(_endPoint);
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
