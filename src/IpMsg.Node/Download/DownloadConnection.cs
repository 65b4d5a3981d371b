using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>A connection to the sender on which one thing was asked for (R78). It is closed on disposal, and when the token says so.</summary>
internal sealed class FetchConnection : IDisposable
{
    private const int LongestRequest = 4096;

    private static readonly TimeSpan s_longestConnect = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly CancellationTokenRegistration _stop;
    private readonly FetchErrors _errors;
    private readonly ReadAhead _ahead;

    private FetchConnection(Socket socket, TimeSpan silence, FetchErrors errors, CancellationToken stop)
    {
        _socket = socket;
        _stop = stop.Register(socket.Dispose);
        Intake = new Intake(socket, silence, errors, stop);
        _ahead = new ReadAhead(Intake);
        _errors = errors;
    }

    /// <summary>What the sender sends.</summary>
    internal Intake Intake { get; }

    /// <summary>The next piece of a stream, valid until the next call; empty when the sender has closed. Not to be mixed with reads from the intake.</summary>
    internal ArraySegment<byte> Next() => _ahead.Next();

    /// <summary>Connects and asks.</summary>
    internal static FetchConnection Open(FetchOrder order, long offset, TimeSpan silence, CancellationToken stop)
    {
        var errors = new FetchErrors(order);
        FetchConnection? connection = null;
        try
        {
            connection = new FetchConnection(new Socket(order.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp), silence, errors, stop);
            connection.Connect(order, silence);
            connection.Ask(order, offset);
            connection._socket.ReceiveTimeout = Milliseconds(silence);
            return connection;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            connection?.Dispose();
            stop.ThrowIfCancellationRequested();
            throw errors.Unreachable(failure);
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
        Intake.Cipher?.Dispose();
    }

    private void Connect(FetchOrder order, TimeSpan silence)
    {
        if (order.LocalAddress is { } local)
            _socket.Bind(new IPEndPoint(local, 0));
        // Connecting knows no timeout, and connecting without blocking would leave the socket in a state that is slower for good.
        using var timer = new Timer(static socket => ((Socket)socket!).Dispose(), _socket, Milliseconds(silence < s_longestConnect ? silence : s_longestConnect), Timeout.Infinite);
        _socket.Connect(order.Server);
    }

    // One write: the reference client reads what its first receive returns and nothing more.
    private void Ask(FetchOrder order, long offset)
    {
        byte[] request = new byte[LongestRequest];
        var writer = new PacketWriter(request);
        var encoding = order.HeaderEncoding;
        byte[] user = HeaderName.Encode(order.UserName, encoding), host = HeaderName.Encode(order.HostName, encoding);
        if (order.Protection is { } protection)
            Intake.Cipher = protection.Write(ref writer, order.NextNumber(), user, host, order.RequestFrom(offset), order.IsUtf8) ?? throw _errors.CannotProtect();
        else
            FileRequestWriter.Write(ref writer, order.NextNumber(), user, host, order.RequestFrom(offset), order.IsUtf8);
        if (writer.IsFull)
            throw _errors.NamesTooLong();
        _socket.Send(request, 0, writer.Length, SocketFlags.None);
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Max(1, Math.Min(int.MaxValue, time.TotalMilliseconds));
}
