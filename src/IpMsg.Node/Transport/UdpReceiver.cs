using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>The receive loop of one UDP socket.</summary>
internal sealed class UdpReceiver : SocketLoop
{
    private const int LargestDatagram = 65_536;

    private readonly DatagramHandler _onDatagram;
    private readonly Action<Exception> _onFault;
    private readonly byte[] _buffer = new byte[LargestDatagram];

    // The last sender goes in again: when it is the same one, no new endpoint is made.
    private EndPoint _from;
    private int _count;

    /// <param name="source">Where to receive.</param>
    /// <param name="onDatagram">Takes a datagram.</param>
    /// <param name="onFault">Told why the handler failed; the thread has ended then.</param>
    /// <param name="onProblem">Told of every failure that keeps datagrams waiting, and null when receiving works again.</param>
    /// <param name="policy">How to go on after a failure; null for the usual way.</param>
    internal UdpReceiver(
        ISocketSource source, DatagramHandler onDatagram, Action<Exception> onFault, Action<Exception?> onProblem, SocketErrorPolicy? policy = null)
        : base(source, "UDP", onProblem, policy)
    {
        _onDatagram = onDatagram;
        _onFault = onFault;
        _from = new IPEndPoint(source.Place.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
    }

    protected override void Receive() => _count = Source.ReceiveFrom(_buffer, ref _from);

    protected override void Handle()
    {
        if (!Source.IsClosed)
            _onDatagram(_buffer, _count, (IPEndPoint)_from);
    }

    // A handler that fails is a fault of ours; going on as if nothing had happened would hide it.
    protected override void OnFault(Exception reason) => _onFault(reason);
}
