using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.Node.Transport;

namespace IpMsg.Node.Tests.Transport;

internal static class TransportExtensions
{
    internal static SocketError SendText(this IDatagramTransport transport, string text, IPEndPoint to)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return transport.Send(bytes, bytes.Length, to);
    }

    internal static ReceivedDatagrams Listen(this IDatagramTransport transport)
    {
        var received = new ReceivedDatagrams();
        transport.Open(received.Take, received.Faults.Add);
        return received;
    }

    internal static IPEndPoint OnLoopback(this IDatagramTransport transport) => new(IPAddress.Loopback, transport.LocalEndPoint.Port);
}
