using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Transport;

/// <summary>A bound socket that can be replaced by a new one with the same address and port.</summary>
internal sealed class BoundSocket : IDisposable
{
    private readonly object _lock = new();
    private readonly IPEndPoint _endPoint;
    private readonly Func<IPEndPoint, Socket> _bind;
    private volatile Socket _socket;
    private volatile bool _isClosed;
    private volatile bool _isClosing;
    private int _users;

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

    /// <summary>True for the current socket, after a replacement that is under way.</summary>
    internal bool IsCurrent(Socket socket)
    {
        lock (_lock)
            return socket == _socket;
    }

    /// <summary>Waits until the socket is readable or has an error. False after the timeout.</summary>
    internal bool Poll(TimeSpan timeout) => _socket.Poll((int)(timeout.Ticks / 10), SelectMode.SelectRead);

    /// <summary>
    /// Gives the handle for system calls that do not wait. False while the socket is closed or replaced. Call <see cref="EndUse"/> after
    /// the system call.
    /// </summary>
    internal bool TryUse(out IntPtr handle)
    {
        handle = default;
        Interlocked.Increment(ref _users);
        try
        {
            if (!_isClosing)
            {
                handle = _socket.Handle;
                return true;
            }
        }
        catch (ObjectDisposedException)
        {
            // Somebody else has closed the socket. The next call that waits gives the error.
        }
        EndUse();
        return false;
    }

    internal void EndUse() => Interlocked.Decrement(ref _users);

    /// <summary>Replaces the socket by a new one with the same address and port.</summary>
    /// <param name="failed">The socket that failed; no effect when another one has replaced it since. Null for the current one.</param>
    /// <exception cref="SocketException">The system has no socket, or the port is in use.</exception>
    internal void Reopen(Socket? failed = null)
    {
        lock (_lock)
        {
            if (_isClosed || failed is not null && failed != _socket)
                return;
            // The old socket holds the port until it is closed.
            Close();
            _socket = _bind(_endPoint);
            _isClosing = false;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            Close();
        }
    }

    // The system gives the number of a closed handle to the next file that is opened, so no system call may use it any more.
    private void Close()
    {
        _isClosing = true;
        // Without it the processor may read the users before others see the flag.
        Interlocked.MemoryBarrier();
        SpinWait.SpinUntil(() => Volatile.Read(ref _users) == 0);
        _socket.Dispose();
    }
}
