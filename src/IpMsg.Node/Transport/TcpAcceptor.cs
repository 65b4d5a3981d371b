using System;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>The accept loop of one listener. Whatever fails in it, datagrams are still received.</summary>
internal sealed class TcpAcceptor : SocketLoop
{
    private static readonly TimeSpan s_macWait = TimeSpan.FromMilliseconds(250);

    private readonly Action<Socket> _onAccepted;

    /// <param name="source">Where to accept.</param>
    /// <param name="onAccepted">Takes a connection; the next is accepted when it returns.</param>
    /// <param name="onProblem">Told of every failure that keeps connections waiting, and null when accepting works again.</param>
    internal TcpAcceptor(BoundSocket source, Action<Socket> onAccepted, Action<Exception?> onProblem)
        : base(source, "TCP", onProblem) => _onAccepted = onAccepted;

    protected override void Step()
    {
        // macOS does not wake a thread that blocks in accept when the socket is closed.
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
        // There may be no thread to serve it on.
        catch
        {
            accepted.Dispose();
            throw;
        }
    }

    // Linux fails to accept at once when there is no handle, even without a connection.
    protected override void Probe() => new Socket(Source.Place.AddressFamily, SocketType.Stream, ProtocolType.Tcp).Dispose();
}
