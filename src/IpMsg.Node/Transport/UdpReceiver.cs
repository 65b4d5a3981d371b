using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Transport;

/// <summary>
/// One socket and the thread that blocks in its ReceiveFrom: the quickest way that this target has, and on every platform closing
/// the socket ends it.
/// </summary>
internal sealed class UdpReceiver
{
    private const int LargestDatagram = 65_536;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly Thread _thread;
    private DatagramHandler? _onDatagram;
    private Action<Exception>? _onFault;
    private volatile bool _closing;

    internal UdpReceiver(Socket socket)
    {
        _socket = socket;
        _thread = new Thread(Run) { IsBackground = true, Name = "IpMsg UDP " + socket.LocalEndPoint };
    }

    internal void Start(DatagramHandler onDatagram, Action<Exception> onFault)
    {
        _onDatagram = onDatagram;
        _onFault = onFault;
        _thread.Start();
    }

    internal void Close()
    {
        _closing = true;
        _socket.Dispose();
    }

    /// <summary>Waits for the thread to end. The handler may dispose its own door, so the thread does not wait for itself.</summary>
    internal void Await()
    {
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join(s_patience);
    }

    private void Run()
    {
        try
        {
            Receive(_onDatagram!);
        }
        // A handler that fails is a fault of ours; going on as if nothing had happened would hide it.
        catch (Exception reason)
        {
            if (!_closing)
                _onFault!(reason);
        }
    }

    private void Receive(DatagramHandler onDatagram)
    {
        var buffer = new byte[LargestDatagram];
        var policy = new ReceiveErrorPolicy();
        // The last sender goes in again: when it is the same one, no new endpoint is made.
        EndPoint from = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_closing)
        {
            int count;
            try
            {
                count = _socket.ReceiveFrom(buffer, 0, buffer.Length, SocketFlags.None, ref from);
            }
            catch (SocketException trouble) when (!_closing && policy.CanGoOnAfter(trouble.SocketErrorCode))
            {
                continue;
            }
            policy.Forget();
            if (!_closing)
                onDatagram(buffer, count, (IPEndPoint)from);
        }
    }
}
