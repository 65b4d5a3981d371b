using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Reads packet numbers in bodies, such as that of a confirmation.</summary>
internal static class PacketNumber
{
    /// <summary>
    /// Reads the number modulo 2^32, so that it matches the sent one also from a client that writes it signed (<c>-294967296</c>) or with
    /// more digits (R46). False when the text does not begin with a number.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        text = text.TrimStart((byte)' ');
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative)
            text = text.Slice(1);
        int digits = 0;
        unchecked
        {
            for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
                value = value * 10 + (uint)(text[digits] - '0');
            if (negative)
                value = 0u - value;
        }
        return digits > 0;
    }

    /// <summary>The digits of the packet number in a header as text, as sent (R7).</summary>
    public static string Text(ReadOnlySpan<byte> digits) => PacketReader.Text(digits, Encoding.ASCII);
}
