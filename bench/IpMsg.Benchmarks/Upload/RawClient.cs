using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IpMsg.Benchmarks.Upload;

/// <summary>Sends a request to a server, and discards or writes the answer.</summary>
internal static class RawClient
{
    internal const int BufferSize = 256 * 1024;

    /// <summary>Receives a number of bytes, or everything until the server closes; returns the count.</summary>
    internal static long Take(int port, string request, long maxBytes, Stream? to = null)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes(request));
        byte[] buffer = new byte[BufferSize];
        long all = 0;
        while (all < maxBytes && socket.Receive(buffer) is > 0 and var count)
        {
            all += count;
            to?.Write(buffer, 0, count);
        }
        return all;
    }
}
