using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IpMsg.Benchmarks.Upload;

/// <summary>Asks a server for something and throws away what comes, or writes it as it comes.</summary>
internal static class RawClient
{
    internal const int BufferSize = 256 * 1024;

    /// <summary>Takes so many bytes, or all until the server closes; returns how many it was.</summary>
    internal static long Take(int port, string request, long most, Stream? to = null)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes(request));
        byte[] buffer = new byte[BufferSize];
        long all = 0;
        while (all < most && socket.Receive(buffer) is > 0 and var count)
        {
            all += count;
            to?.Write(buffer, 0, count);
        }
        return all;
    }
}
