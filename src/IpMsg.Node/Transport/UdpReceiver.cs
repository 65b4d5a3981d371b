using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>The receive loop of one UDP socket.</summary>
internal sealed class UdpReceiver : SocketLoop
{
    private const int MaxDatagram = 65_536;

    private readonly DatagramHandler _onDatagram;
    private readonly Action<Exception> _onFault;
    private readonly byte[] _buffer = new byte[MaxDatagram];

    // ReceiveFrom reuses the last endpoint when the sender is the same, which saves an allocation.
    private EndPoint _from;

    /// <param name="source">The socket.</param>
    /// <param name="onDatagram">Handles a datagram.</param>
    /// <param name="onFault">Receives an exception of the handler, which ends the thread.</param>
    /// <param name="onProblem">Receives every error with a pause, and null when receiving works again.</param>
    internal UdpReceiver(BoundSocket source, DatagramHandler onDatagram, Action<Exception> onFault, Action<Exception?> onProblem)
        : base(source, "UDP", onProblem)
    {
        _onDatagram = onDatagram;
        _onFault = onFault;
        _from = new IPEndPoint(source.EndPoint.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
    }

    protected override void Step()
    {
        int count = Source.Socket.ReceiveFrom(_buffer, 0, _buffer.Length, SocketFlags.None, ref _from);
        EndProblem();
        if (Source.IsClosed)
            return;
        try
        {
            _onDatagram(_buffer, count, (IPEndPoint)_from);
        }
        // An exception of the handler is a bug. Ending the loop makes it visible.
        catch (Exception exception)
        {
            End();
            if (!Source.IsClosed)
                _onFault(exception);
        }
    }
}
