using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Node.Download;

/// <summary>
/// Receives all bytes of a connection and decrypts them (R91). Blocks the calling thread, which costs the least; closing the socket ends
/// the wait.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="silence">The maximum silence, including next to no data (R90).</param>
/// <param name="failures">Creates the exceptions.</param>
/// <param name="stop">Cancelled when the socket was closed on purpose.</param>
internal sealed class TransferReader(Socket socket, TimeSpan silence, DownloadFailures failures, CancellationToken stop)
{
    /// <summary>
    /// The minimum for each period of silence. Without it, a sender that sends a byte every minute could hold the download for years.
    /// </summary>
    internal const int MinProgress = 1024;

    private readonly long _limit = (long)(silence.TotalSeconds * Stopwatch.Frequency);
    private long _waited;
    private int _receivedWhileWaiting;

    /// <summary>The cipher; null for plaintext.</summary>
    internal TransferCipher? Cipher { get; set; }

    /// <summary>The bytes so far.</summary>
    internal long Total { get; private set; }

    /// <summary>Waits for bytes. Returns 0 when the sender has closed or reset the connection.</summary>
    internal int Receive(byte[] buffer, int offset, int count)
    {
        stop.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        int received = ReceiveRaw(buffer, offset, count);
        Cipher?.Transform(buffer.AsSpan(offset, received));
        Total += received;
        if (received == 0 || received >= MinProgress && _receivedWhileWaiting == 0)
            return received;
        CheckRate(received, Stopwatch.GetTimestamp() - start);
        return received;
    }

    /// <summary>True when the sender sends more within that time; false when it closes, as it should, or is silent.</summary>
    internal bool HasMore(byte[] buffer, TimeSpan timeout)
    {
        socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        try
        {
            return socket.Receive(buffer, 0, 1, SocketFlags.None) > 0;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }

    private int ReceiveRaw(byte[] buffer, int offset, int count)
    {
        try
        {
            return socket.Receive(buffer, offset, count, SocketFlags.None);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            stop.ThrowIfCancellationRequested();
            if (exception is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
                throw failures.TimedOut(silence, _receivedWhileWaiting > 0);
            return 0;
        }
    }

    // Only the waiting time counts, and only until enough bytes have arrived.
    private void CheckRate(int received, long waited)
    {
        _receivedWhileWaiting += received;
        _waited += waited;
        if (_receivedWhileWaiting >= MinProgress)
            _receivedWhileWaiting = 0;
        else if (_waited > _limit)
            throw failures.TimedOut(silence, isTrickle: true);
        else
            return;
        _waited = 0;
    }
}
