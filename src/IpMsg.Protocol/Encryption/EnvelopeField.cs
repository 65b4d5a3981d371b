using System;
using System.Buffers;
using System.Buffers.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>A binary field of an envelope: hex or Base64 (R73).</summary>
internal static class EnvelopeField
{
    /// <summary>Returns null when the text is invalid.</summary>
    internal static byte[]? Read(ReadOnlySpan<byte> text, bool isBase64) => isBase64 ? FromBase64(text) : NumberText.ReadHexBytes(text);

    /// <summary>Writes lower-case hex, or Base64 with padding and without line breaks.</summary>
    internal static void Write(ref PacketWriter writer, byte[] value, bool isBase64)
    {
        if (!isBase64)
        {
            NumberText.WriteHexBytes(ref writer, value);
            return;
        }
        byte[] text = new byte[Length(value.Length, isBase64: true)];
        Base64.EncodeToUtf8(value, text, out _, out int written);
        writer.Bytes(text.AsSpan(0, written));
    }

    internal static int Length(int bytes, bool isBase64) => isBase64 ? (bytes + 2) / 3 * 4 : bytes * 2;

    private static byte[]? FromBase64(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[text.Length];
        int length = 0;
        foreach (byte each in text)
        {
            // Some libraries write line breaks; not every .NET implementation accepts them.
            if (each is not ((byte)'\r' or (byte)'\n' or (byte)' '))
                bytes[length++] = each;
        }
        if (Base64.DecodeFromUtf8InPlace(bytes.AsSpan(0, length), out int written) != OperationStatus.Done)
            return null;
        Array.Resize(ref bytes, written);
        return bytes;
    }
}
