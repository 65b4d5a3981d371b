using System;

namespace IpMsg.Protocol.Wire;

/// <summary>Numbers and byte strings as text: digits without sign, prefix or spaces (R73, R76, R77).</summary>
internal static class NumberText
{
    private const int MaxHexDigits = 16;

    /// <summary>Reads a hex number of up to 64 bits, with any number of leading zeros. Returns false for other text.</summary>
    internal static bool TryReadHex(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        text = text.TrimStart((byte)'0');
        if (text.Length > MaxHexDigits)
            return false;
        foreach (byte each in text)
        {
            int digit = HexDigit(each);
            if (digit < 0)
                return false;
            value = value << 4 | (uint)digit;
        }
        return true;
    }

    /// <summary>Reads a hex number of up to 63 bits: a size or an offset.</summary>
    internal static bool TryReadHex(ReadOnlySpan<byte> text, out long value)
    {
        bool isNumber = TryReadHex(text, out ulong unsigned) && unsigned <= long.MaxValue;
        value = isNumber ? (long)unsigned : 0;
        return isNumber;
    }

    /// <summary>Reads a decimal number of up to 63 bits: an id in an attachment list (R76). Returns false for other text.</summary>
    internal static bool TryReadDecimal(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        foreach (byte each in text)
        {
            int digit = each - '0';
            if (digit is < 0 or > 9 || value > (long.MaxValue - digit) / 10)
                return false;
            value = value * 10 + digit;
        }
        return true;
    }

    /// <summary>Reads hex bytes in either case (R73). A single odd digit is the first byte, as in the exponent <c>10001</c>.</summary>
    /// <returns>The bytes; null when the text contains another character than hex digits.</returns>
    internal static byte[]? ReadHexBytes(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[(text.Length + 1) / 2];
        // From the end, so that an odd number of digits needs no special case.
        for (int i = 0; i < text.Length; i++)
        {
            int digit = HexDigit(text[text.Length - 1 - i]);
            if (digit < 0)
                return null;
            bytes[bytes.Length - 1 - i / 2] |= (byte)(i % 2 == 0 ? digit : digit << 4);
        }
        return bytes;
    }

    /// <summary>Writes bytes in lower-case hex (R73).</summary>
    internal static void WriteHexBytes(ref PacketWriter writer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> pair = stackalloc byte[2];
        foreach (byte each in bytes)
        {
            pair[0] = "0123456789abcdef"u8[each >> 4];
            pair[1] = "0123456789abcdef"u8[each & 0xF];
            writer.Bytes(pair);
        }
    }

    /// <summary>The value of a hex digit; -1 for another character.</summary>
    internal static int HexDigit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
