using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Hex numbers of up to 64 bits, without sign, prefix or spaces (R76, R77).</summary>
internal static class HexNumber
{
    private const int MaxDigits = 16;

    /// <summary>False for nothing, for other characters and for what is larger than 64 bits; zeros in front do not count.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        text = text.TrimStart((byte)'0');
        if (text.Length > MaxDigits)
            return false;
        foreach (byte each in text)
        {
            int digit = Digit(each);
            if (digit < 0)
                return false;
            value = value << 4 | (uint)digit;
        }
        return true;
    }

    /// <summary>The same for numbers that have to fit in 63 bits, as sizes and offsets do.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out long value)
    {
        bool isNumber = TryRead(text, out ulong unsigned) && unsigned <= long.MaxValue;
        value = isNumber ? (long)unsigned : 0;
        return isNumber;
    }

    /// <summary>The digit's value, or -1.</summary>
    internal static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
