using System;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The line in a message that names the message before it, when that one is not confirmed yet (R118). The receiver shows them in this
/// order.
/// </summary>
internal static class MessageSequence
{
    /// <summary>The length of the line in bytes.</summary>
    internal const int LineLength = 12;

    private const int HexDigits = 8;

    private static ReadOnlySpan<byte> Tag => "\nAF:"u8;

    /// <summary>True for a delivery whose datagram can have the line: it asks for a proof, so it has a trailer (R107).</summary>
    internal static bool IsOrdered(Delivery delivery) => delivery.MessageForm.Nonce is not null;

    /// <summary>Adds the line to the datagram of a delivery that was not transmitted yet.</summary>
    internal static void Write(Delivery delivery, uint before)
    {
        // Recipients of the same form share the buffer.
        bool isDict = delivery.IsIpDict;
        var buffer = new byte[(isDict ? 0 : delivery.Length + MessageEncoder.Padding) + LineLength];
        var writer = new PacketWriter(buffer);
        if (!isDict)
            writer.Bytes(delivery.Bytes.AsSpan(0, delivery.Length));
        writer.Bytes(Tag);
        writer.Hex(before, HexDigits);
        if (isDict)
            buffer = IpDictExtensions.AddLine(delivery.Bytes, buffer);
        (delivery.Bytes, delivery.Length) = (buffer, isDict ? buffer.Length : writer.Length);
    }

    /// <summary>The number of the message before this one; null without the line.</summary>
    internal static uint? Read(in Packet message)
    {
        var trailer = message.Trailer;
        int start = trailer.IndexOf(Tag);
        if (start < 0 || trailer.Length < start + LineLength)
            return null;
        uint number = 0;
        foreach (byte digit in trailer.Slice(start + Tag.Length, HexDigits))
        {
            int value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                _ => -1,
            };
            if (value < 0)
                return null;
            number = number << 4 | (uint)value;
        }
        return number;
    }
}
