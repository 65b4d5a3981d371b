using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>Byte strings in hex: written in lower case, read in both (R73).</summary>
internal static class HexBytes
{
    /// <summary>Null for anything but hex digits. An odd digit stands alone in the first byte, as in the exponent <c>10001</c>.</summary>
    internal static byte[]? Read(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[(text.Length + 1) / 2];
        // Filled from the end, so that an odd number of digits needs nothing special.
        for (int i = 0; i < text.Length; i++)
        {
            int digit = HexNumber.Digit(text[text.Length - 1 - i]);
            if (digit < 0)
                return null;
            bytes[bytes.Length - 1 - i / 2] |= (byte)(i % 2 == 0 ? digit : digit << 4);
        }
        return bytes;
    }

    internal static void Write(ref PacketWriter writer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> pair = stackalloc byte[2];
        foreach (byte each in bytes)
        {
            pair[0] = "0123456789abcdef"u8[each >> 4];
            pair[1] = "0123456789abcdef"u8[each & 0xF];
            writer.Bytes(pair);
        }
    }
}
