using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Node.Download;

/// <summary>
/// Where all received bytes come in, and the only place that knows whether they are encrypted (R91). Blocks the calling thread, which
/// costs less than anything else; closing the socket ends it.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="silence">How long nothing may come, or next to nothing (R90).</param>
/// <param name="failures">Words for it.</param>
/// <param name="stop">Says that the socket was closed on purpose.</param>
internal sealed class TransferReader(Socket socket, TimeSpan silence, DownloadFailures failures, CancellationToken stop)
{
    /// <summary>
    /// Less than this in the time of silence is no transfer: a sender that lets a byte out every minute would else hold us for years.
    /// </summary>
    internal const int MinProgress = 1024;

    private readonly long _limit = (long)(silence.TotalSeconds * Stopwatch.Frequency);
    private long _waited;
    private int _receivedWhileWaiting;

    /// <summary>What the bytes have to go through; null when they are not encrypted.</summary>
    internal TransferCipher? Cipher { get; set; }

    /// <summary>Bytes so far.</summary>
    internal long Total { get; private set; }

    /// <summary>Waits for bytes; 0 when the sender has closed or dropped the connection.</summary>
    internal int Receive(byte[] buffer, int offset, int count)
    {
        stop.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        int received = Take(buffer, offset, count);
        Cipher?.Transform(buffer.AsSpan(offset, received));
        Total += received;
        if (received == 0 || received >= MinProgress && _receivedWhileWaiting == 0)
            return received;
        CheckRate(received, Stopwatch.GetTimestamp() - start);
        return received;
    }

    /// <summary>True when the sender sends any more within a moment; false when it closes, as it should, or is silent.</summary>
    internal bool HasMore(byte[] buffer, TimeSpan moment)
    {
        socket.ReceiveTimeout = (int)moment.TotalMilliseconds;
        try
        {
            return socket.Receive(buffer, 0, 1, SocketFlags.None) > 0;
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        try
        {
            return socket.Receive(buffer, offset, count, SocketFlags.None);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            stop.ThrowIfCancellationRequested();
            if (end is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
                throw failures.TimedOut(silence, _receivedWhileWaiting > 0);
            return 0;
        }
    }

    // Only waiting counts, and only until there was some progress.
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
