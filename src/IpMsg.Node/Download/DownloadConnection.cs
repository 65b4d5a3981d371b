using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Download;

/// <summary>A connection to the sender with one request on it (R78). Disposal or the cancellation token closes it.</summary>
internal sealed class DownloadConnection : IDisposable
{
    private const int MaxRequest = 4096;

    private static readonly TimeSpan s_maxConnectTime = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly CancellationTokenRegistration _stop;
    private readonly DownloadFailures _failures;
    private readonly ReadAhead _ahead;

    private DownloadConnection(Socket socket, TimeSpan silence, DownloadFailures failures, CancellationToken stop)
    {
        _socket = socket;
        _stop = stop.Register(socket.Dispose);
        TransferReader = new TransferReader(socket, silence, failures, stop);
        _ahead = new ReadAhead(TransferReader);
        _failures = failures;
    }

    /// <summary>Reads the bytes from the sender.</summary>
    internal TransferReader TransferReader { get; }

    /// <summary>
    /// The next piece of a stream, valid until the next call; empty when the sender has closed the connection. Do not mix it with direct
    /// reads from <see cref="TransferReader"/>.
    /// </summary>
    internal ArraySegment<byte> Next() => _ahead.Next();

    /// <summary>
    /// True when the sender sends more within that time than <see cref="Next"/> returned; false when it closes, as it should, or is
    /// silent.
    /// </summary>
    internal bool HasMore(TimeSpan timeout) => _ahead.HasMore(timeout);

    /// <summary>Connects and sends the request.</summary>
    internal static DownloadConnection Open(DownloadRequest request, long offset, TimeSpan silence, CancellationToken stop)
    {
        var failures = new DownloadFailures(request);
        DownloadConnection? connection = null;
        try
        {
            var socket = new Socket(request.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            connection = new DownloadConnection(socket, silence, failures, stop);
            connection.Connect(request, silence);
            connection.Send(request, offset);
            connection._socket.ReceiveTimeout = Milliseconds(silence);
            return connection;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            connection?.Dispose();
            stop.ThrowIfCancellationRequested();
            throw failures.Unreachable(failure);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Closes the sending direction, which tells a waiting sender to close. Without it, disposal during a receive resets the connection,
    /// and the sender reports a failed transfer.
    /// </summary>
    internal void EndRequest()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        // The connection is closed already.
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _socket.Dispose();
        _ahead.Dispose();
        TransferReader.Cipher?.Dispose();
    }

    private void Connect(DownloadRequest request, TimeSpan silence)
    {
        if (request.LocalAddress is { } local)
            _socket.Bind(new IPEndPoint(local, 0));
        // Socket.Connect has no timeout. A non-blocking connect would make all later calls on the socket slower.
        int limit = Milliseconds(silence < s_maxConnectTime ? silence : s_maxConnectTime);
        using var timer = new Timer(static socket => ((Socket)socket!).Dispose(), _socket, limit, Timeout.Infinite);
        _socket.Connect(request.Server);
    }

    // A single write: the reference client calls receive once.
    private void Send(DownloadRequest request, long offset)
    {
        byte[] buffer = new byte[MaxRequest];
        var writer = new PacketWriter(buffer);
        var encoding = request.HeaderEncoding;
        byte[] user = HeaderName.Encode(request.UserName, encoding), host = HeaderName.Encode(request.HostName, encoding);
        var fileRequest = request.RequestFrom(offset);
        uint number = request.NextNumber();
        if (request.Protection is { } protection)
        {
            TransferReader.Cipher = protection.Write(ref writer, number, user, host, fileRequest, request.IsUtf8)
                ?? throw _failures.CannotProtect();
        }
        else
        {
            FileRequestWriter.Write(ref writer, number, user, host, fileRequest, request.IsUtf8);
        }
        if (writer.IsFull)
            throw _failures.NamesTooLong();
        _socket.Send(buffer, 0, writer.Length, SocketFlags.None);
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Max(1, Math.Min(int.MaxValue, time.TotalMilliseconds));
}
