using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IpMsg.Node.Tests.Reliability;

/// <summary>Sends single messages over loopback.</summary>
internal sealed class StorePeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _answer = new byte[65_536];

    internal StorePeer() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    internal void Send(MemberNode node, int number, string text) =>
        _socket.SendTo(Encoding.UTF8.GetBytes($"1:{number}:suzuki:PC-7:288:{text}\0"), node.LocalEndPoint);

    /// <summary>True when the confirmation of a message comes in time.</summary>
    internal bool IsConfirmed(int number, TimeSpan maxWait)
    {
        _socket.ReceiveTimeout = (int)maxWait.TotalMilliseconds;
        try
        {
            while (!Encoding.UTF8.GetString(_answer, 0, _socket.Receive(_answer)).EndsWith($":33:{number}\0", StringComparison.Ordinal))
            {
            }
            return true;
        }
        catch (SocketException silence) when (silence.SocketErrorCode == SocketError.TimedOut)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
