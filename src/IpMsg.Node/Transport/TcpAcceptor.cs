using System;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>The accept loop of one listener. Whatever fails in it, datagrams are still received.</summary>
internal sealed class TcpAcceptor : SocketLoop
{
    private readonly Action<Socket> _onAccepted;
    private Socket? _accepted;

    /// <param name="source">Where to accept.</param>
    /// <param name="onAccepted">Takes a connection; the next is accepted when it returns.</param>
    /// <param name="onProblem">Told of every failure that keeps connections waiting, and null when accepting works again.</param>
    /// <param name="policy">How to go on after a failure; null for the usual way.</param>
    internal TcpAcceptor(ISocketSource source, Action<Socket> onAccepted, Action<Exception?> onProblem, SocketErrorPolicy? policy = null)
        : base(source, "TCP", onProblem, policy) => _onAccepted = onAccepted;

    protected override void Receive() => _accepted = Source.Accept();

    protected override void Handle()
    {
        try
        {
            _onAccepted(_accepted!);
        }
        // There may be no thread to serve it on.
        catch (Exception failure)
        {
            _accepted!.Dispose();
            GoOnAfter(failure);
        }
    }

    protected override void OnFault(Exception reason)
    {
    }
}
