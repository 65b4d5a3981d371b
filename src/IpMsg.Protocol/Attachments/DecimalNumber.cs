using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Decimal numbers without sign or spaces, as the ids in attachment lists are (R76).</summary>
internal static class DecimalNumber
{
    /// <summary>False for nothing, for other characters and for what does not fit in 63 bits.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out long value)
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
}
