using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>A network that swallows everything, until its receive loop dies.</summary>
internal sealed class FaultyTransport : IDatagramTransport
{
    private Action<Exception>? _onFault;
    private DatagramHandler? _onDatagrams;

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 2425);

    internal void Die(string why) => _onFault!(new SocketException((int)SocketError.NetworkDown, why));

    internal void Receive(string datagram, IPEndPoint from)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(datagram);
        _onDatagrams!([new Datagram { Buffer = bytes, Length = bytes.Length, From = from }], 1);
    }

    public void Open(DatagramHandler onDatagrams, Action<Exception> onFault)
    {
        _onDatagrams = onDatagrams;
        _onFault = onFault;
    }

    public SocketError Send(byte[] buffer, int count, IPEndPoint to) => SocketError.Success;

    public int Send(ReadOnlySpan<Transmit> transmits) => 0;

    public void Dispose()
    {
    }
}
