using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Upload;

/// <summary>Reads a folder stream to find its length.</summary>
internal static class FolderLength
{
    internal static long Measure(int port, string request)
    {
        var names = new NameDecoder(new TextCodec(Encoding.UTF8, Encoding.UTF8), true);
        var reader = new FolderStreamReader(names, true, new FolderStreamLimits());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes(request));
        byte[] buffer = new byte[RawClient.BufferSize];
        long all = 0;
        while (socket.Receive(buffer) is > 0 and var count)
        {
            all += count;
            for (int at = 0; ;)
            {
                var happened = reader.Read(buffer.AsSpan(at, count - at), out int consumed);
                at += consumed;
                if (happened == FolderStreamEvent.NeedsMore)
                    break;
                if (happened == FolderStreamEvent.End)
                    return all;
                if (happened == FolderStreamEvent.Failed)
                    throw new InvalidOperationException("The folder did not come: " + reader.Failure);
            }
        }
        throw new InvalidOperationException("The folder did not come.");
    }
}
