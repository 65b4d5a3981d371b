using System;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Upload;

/// <summary>
/// Closes a connection under whoever waits on it: nothing else ends a wait on a socket on every framework. Closed so, it is reset, and
/// the peer cannot take it for the end of a transfer.
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

    /// <summary>True when the peer kept us waiting for too long.</summary>
    internal bool IsOverdue => _isOverdue;

    /// <summary>From now on, so many milliseconds are allowed until the next call (R90).</summary>
    internal void Allow(int milliseconds) => _timer.Change(milliseconds, Timeout.Infinite);

    internal void Abort()
    {
        try
        {
            _connection.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Then there is nobody to be told.
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
