using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>The receive loop of one UDP socket.</summary>
internal sealed class UdpReceiver : SocketLoop
{
    private readonly DatagramHandler _onDatagrams;
    private readonly Action<Exception> _onFault;
    private readonly byte[] _buffer = new byte[Datagram.MaxLength];
    private readonly Datagram[] _datagrams = new Datagram[BatchReceiver.MaxCount];
    private readonly BatchReceiver _batch = new();
    private bool _isBurst;

    // ReceiveFrom reuses the last endpoint when the sender is the same, which saves an allocation.
    private EndPoint _from;

    /// <param name="source">The socket.</param>
    /// <param name="onDatagrams">Handles the datagrams.</param>
    /// <param name="onFault">Receives an exception of the handler, which ends the thread.</param>
    /// <param name="onProblem">Receives every error with a pause, and null when receiving works again.</param>
    internal UdpReceiver(BoundSocket source, DatagramHandler onDatagrams, Action<Exception> onFault, Action<Exception?> onProblem)
        : base(source, "UDP", onProblem)
    {
        _onDatagrams = onDatagrams;
        _onFault = onFault;
        _from = new IPEndPoint(source.EndPoint.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
    }

    protected override void Step()
    {
        int count = _isBurst ? _batch.Receive(Source, _datagrams) : 0;
        if (count == 0)
        {
            _datagrams[0].Length = Source.Socket.ReceiveFrom(_buffer, 0, _buffer.Length, SocketFlags.None, ref _from);
            _datagrams[0].From = (IPEndPoint)_from;
            _datagrams[0].Buffer = _buffer;
            _datagrams[0].Offset = 0;
            count = 1 + _batch.Receive(Source, _datagrams.AsSpan(1));
        }
        _isBurst = count > 1;
        EndProblem();
        if (Source.IsClosed)
            return;
        try
        {
            _onDatagrams(_datagrams, count);
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
