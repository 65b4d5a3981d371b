using System;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>What a writer writes, as bytes or as ASCII.</summary>
internal static class WriterOutput
{
    internal delegate void Write(ref PacketWriter writer);

    internal static byte[] Bytes(Write write)
    {
        byte[] buffer = new byte[65536];
        var writer = new PacketWriter(buffer);
        write(ref writer);
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    internal static string Text(Write write) => Encoding.ASCII.GetString(Bytes(write));
}
