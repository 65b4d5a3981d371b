using System;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>A socket at its place, which can be replaced by a new one there when it is finished.</summary>
internal sealed class BoundSocket : ISocketSource, IDisposable
{
    private static readonly TimeSpan s_macWait = TimeSpan.FromMilliseconds(250);

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

    public bool IsClosed => _isClosed;

    /// <summary>The address and port, with the one that the system chose.</summary>
    public IPEndPoint Place => _place;

    /// <summary>The socket of the moment.</summary>
    internal Socket Socket => _socket;

    public Socket Accept()
    {
        // macOS does not wake a thread that blocks in accept when the socket is closed.
        while (Platform.IsMac && !_isClosed && !Poll(s_macWait))
        {
        }
        return _socket.Accept();
    }

    public int ReceiveFrom(byte[] buffer, ref EndPoint from) => _socket.ReceiveFrom(buffer, 0, buffer.Length, SocketFlags.None, ref from);

    public bool Poll(TimeSpan longest) => _socket.Poll((int)(longest.Ticks / 10), SelectMode.SelectRead);

    public void Probe()
    {
        if (_socket.SocketType == SocketType.Stream)
            new Socket(_place.AddressFamily, SocketType.Stream, ProtocolType.Tcp).Dispose();
    }

    public void Reopen()
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
