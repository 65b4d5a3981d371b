using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IpMsg.Benchmarks.Receiving;

namespace IpMsg.Benchmarks.Sending;

/// <summary>
/// The baseline: the same datagrams to the same recipients from one plain socket, with a limited number of unanswered ones.
/// </summary>
internal sealed class RawSender : IDisposable
{
    // The limit of a node.
    private const int Window = 64;
    private const int TimeoutMs = 5_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = TimeoutMs };
    private readonly byte[] _answer = new byte[2_048];
    private readonly byte[] _message = LoadDatagrams.NewMessage();
    private int _number;

    internal RawSender() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    internal double Send(IPEndPoint[] recipients)
    {
        var clock = Stopwatch.StartNew();
        LoadDatagrams.SetNumber(_message, _number++);
        int sent = 0;
        for (int answered = 0; answered < recipients.Length; answered++)
        {
            for (; sent < recipients.Length && sent - answered < Window; sent++)
                _socket.SendTo(_message, recipients[sent]);
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            _socket.ReceiveFrom(_answer, ref from);
        }
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _socket.Dispose();
}
