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

    // The last sender goes in again: when it is the same one, no new endpoint is made.
    private EndPoint _from;

    /// <param name="source">Where to receive.</param>
    /// <param name="onDatagram">Takes a datagram.</param>
    /// <param name="onFault">Told why the handler failed; the thread ends then.</param>
    /// <param name="onProblem">Told of every failure that keeps datagrams waiting, and null when receiving works again.</param>
    internal UdpReceiver(BoundSocket source, DatagramHandler onDatagram, Action<Exception> onFault, Action<Exception?> onProblem)
        : base(source, "UDP", onProblem)
    {
        _onDatagram = onDatagram;
        _onFault = onFault;
        _from = new IPEndPoint(source.Place.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
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
        // A handler that fails is a fault of ours; going on as if nothing had happened would hide it.
        catch (Exception reason)
        {
            End();
            if (!Source.IsClosed)
                _onFault(reason);
        }
    }
}
