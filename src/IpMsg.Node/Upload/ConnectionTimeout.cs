using System;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Upload;

/// <summary>
/// Closes a connection when a wait takes too long: only that ends a socket's wait on every framework. It resets the connection, so the peer
/// does not take it for the end of a transfer.
/// </summary>
internal sealed class ConnectionTimeout : IDisposable
{
    private readonly Socket _connection;
    private readonly Timer _timer;
    private volatile bool _isOverdue;

    internal ConnectionTimeout(Socket connection)
    {
        _connection = connection;
        _timer = new Timer(_ => GiveUp(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>True when the time limit closed the connection.</summary>
    internal bool IsOverdue => _isOverdue;

    /// <summary>Starts a new time limit in milliseconds, until the next call (R90).</summary>
    internal void Allow(int milliseconds) => _timer.Change(milliseconds, Timeout.Infinite);

    internal void Abort()
    {
        try
        {
            _connection.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is closed already.
        }
        _connection.Dispose();
    }

    public void Dispose() => _timer.Dispose();

    private void GiveUp()
    {
        _isOverdue = true;
        Abort();
    }
}
