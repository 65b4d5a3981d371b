using System;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>The accept loop of one listener. Its errors do not affect UDP.</summary>
internal sealed class TcpAcceptor : SocketLoop
{
    private static readonly TimeSpan s_macWait = TimeSpan.FromMilliseconds(250);

    private readonly Action<Socket> _onAccepted;

    /// <param name="source">The listening socket.</param>
    /// <param name="onAccepted">Handles a connection. The loop accepts the next one when it returns.</param>
    /// <param name="onProblem">Receives every error with a pause, and null when accepting works again.</param>
    internal TcpAcceptor(BoundSocket source, Action<Socket> onAccepted, Action<Exception?> onProblem)
        : base(source, "TCP", onProblem) => _onAccepted = onAccepted;

    protected override void Step()
    {
        // On macOS closing the socket does not wake a thread that blocks in accept(2): close(2) promises it nowhere. So the thread waits in
        // poll(2), with a limit.
        while (Platform.IsMac && !Source.Poll(s_macWait))
        {
            if (Source.IsClosed)
                return;
        }
        var accepted = Source.Socket.Accept();
        EndProblem();
        try
        {
            _onAccepted(accepted);
        }
        // The thread pool may fail to create a thread.
        catch
        {
            accepted.Dispose();
            throw;
        }
    }

    // Without a free handle, accept fails on Linux even when no connection waits.
    protected override void Probe() => new Socket(Source.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp).Dispose();
}
