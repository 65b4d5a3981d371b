using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IpMsg.Node.Tests;

internal static class DoorExtensions
{
    internal static SocketError Say(this IDatagramDoor door, string text, IPEndPoint to)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return door.Send(bytes, bytes.Length, to);
    }

    internal static ReceivedDatagrams Listen(this IDatagramDoor door)
    {
        var heard = new ReceivedDatagrams();
        door.Open(heard.Take, heard.Faults.Add);
        return heard;
    }

    internal static IPEndPoint OnLoopback(this IDatagramDoor door) => new(IPAddress.Loopback, door.LocalEndPoint.Port);
}
