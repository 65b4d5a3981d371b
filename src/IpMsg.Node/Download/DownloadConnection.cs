using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Download;

/// <summary>A connection to the sender on which one thing was asked for (R78). It is closed on disposal, and when the token says so.</summary>
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

    /// <summary>What the sender sends.</summary>
    internal TransferReader TransferReader { get; }

    /// <summary>The next piece of a stream, valid until the next call; empty when the sender has closed. Not to be mixed with reads from the intake.</summary>
    internal ArraySegment<byte> Next() => _ahead.Next();

    /// <summary>Connects and asks.</summary>
    internal static DownloadConnection Open(DownloadRequest request, long offset, TimeSpan silence, CancellationToken stop)
    {
        var failures = new DownloadFailures(request);
        DownloadConnection? connection = null;
        try
        {
            connection = new DownloadConnection(new Socket(request.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp), silence, failures, stop);
            connection.Connect(request, silence);
            connection.Ask(request, offset);
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
    /// Says that nothing more is wanted: a sender that waits for us to close closes then. Without it, closing while a receive is under way
    /// breaks the connection off, and the sender takes what he has sent for lost.
    /// </summary>
    internal void EndRequest()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        // It is gone already.
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
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
        // Connecting knows no timeout, and connecting without blocking would leave the socket in a state that is slower for good.
        using var timer = new Timer(static socket => ((Socket)socket!).Dispose(), _socket, Milliseconds(silence < s_maxConnectTime ? silence : s_maxConnectTime), Timeout.Infinite);
        _socket.Connect(request.Server);
    }

    // One write: the reference client reads what its first receive returns and nothing more.
    private void Ask(DownloadRequest request, long offset)
    {
        byte[] buffer = new byte[MaxRequest];
        var writer = new PacketWriter(buffer);
        var encoding = request.HeaderEncoding;
        byte[] user = HeaderName.Encode(request.UserName, encoding), host = HeaderName.Encode(request.HostName, encoding);
        if (request.Protection is { } protection)
            TransferReader.Cipher = protection.Write(ref writer, request.NextNumber(), user, host, request.RequestFrom(offset), request.IsUtf8) ?? throw _failures.CannotProtect();
        else
            FileRequestWriter.Write(ref writer, request.NextNumber(), user, host, request.RequestFrom(offset), request.IsUtf8);
        if (writer.IsFull)
            throw _failures.NamesTooLong();
        _socket.Send(buffer, 0, writer.Length, SocketFlags.None);
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Max(1, Math.Min(int.MaxValue, time.TotalMilliseconds));
}
