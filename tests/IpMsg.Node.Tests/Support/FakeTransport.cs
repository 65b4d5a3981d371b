using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Tests.Support;

/// <summary>No network: tests put datagrams in, and decide the result of each send.</summary>
internal sealed class FakeTransport : IDatagramTransport
{
    private DatagramHandler? _onDatagrams;
    private Action<Exception>? _onFault;
    private int _sent;

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Parse("10.0.0.1"), 2425);

    internal int Sent => Volatile.Read(ref _sent);

    internal bool IsDisposed { get; private set; }

    internal Action? OnOpen { get; set; }

    internal Action<byte[], int, IPEndPoint>? OnSend { get; set; }

    internal Func<IPEndPoint, SocketError> Result { get; set; } = static _ => SocketError.Success;

    public void Open(DatagramHandler onDatagrams, Action<Exception> onFault)
    {
        OnOpen?.Invoke();
        _onDatagrams = onDatagrams;
        _onFault = onFault;
    }

    public SocketError Send(byte[] buffer, int count, IPEndPoint to)
    {
        OnSend?.Invoke(buffer, count, to);
        Interlocked.Increment(ref _sent);
        return Result(to);
    }

    internal void Receive(string packet, IPEndPoint? from = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(packet);
        from ??= new IPEndPoint(IPAddress.Parse("10.0.0.2"), 2425);
        _onDatagrams!([new Datagram { Buffer = bytes, Length = bytes.Length, From = from }], 1);
    }

    internal void Receive(Datagram[] datagrams) => _onDatagrams!(datagrams, datagrams.Length);

    internal void Fail() => _onFault!(new SocketException((int)SocketError.NotSocket));

    public int Send(ReadOnlySpan<Transmit> transmits) => 0;

    public void Dispose() => IsDisposed = true;
}
