using System;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Short ways to read a datagram that has to be readable.</summary>
internal static class PacketReading
{
    internal static Packet Of(byte[] datagram)
    {
        Assert.True(PacketReader.TryRead(datagram, out var packet), $"Not read: {EscapedText.Show(datagram)}");
        return packet;
    }

    internal static Packet Of(string shown) => Of(EscapedText.Bytes(shown));

    internal static EntryPayload Entry(string shown, TextCodec? codec = null, ObservedEncoding observed = ObservedEncoding.Unknown)
    {
        var packet = Of(shown);
        return EntryPayload.Read(packet, codec ?? Codecs.Japanese, ClientDialects.Of(packet), observed);
    }

    /// <summary>Bytes as text without interpreting them.</summary>
    internal static string Show(ReadOnlySpan<byte> bytes) => EscapedText.Show(bytes);

    internal static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
