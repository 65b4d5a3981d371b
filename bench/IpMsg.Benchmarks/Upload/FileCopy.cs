using System.IO;
using System.Net.Sockets;

namespace IpMsg.Benchmarks.Upload;

/// <summary>Reads and sends in a loop.</summary>
internal static class FileCopy
{
    private static readonly byte[] s_buffer = new byte[RawClient.BufferSize];

    internal static void Send(string path, Socket connection)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        Send(file, connection);
    }

    internal static void Send(Stream from, Socket connection)
    {
        while (from.Read(s_buffer) is > 0 and var count)
            connection.Send(s_buffer, 0, count, SocketFlags.None);
    }
}
