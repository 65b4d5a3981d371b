using System;
using System.Text;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>Decodes the bytes between two quotation marks.</summary>
internal static class JsonStrings
{
    internal static unsafe string Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty)
            return "";
        if (raw.IndexOf((byte)'\\') >= 0)
            return Unescape(raw);
        fixed (byte* start = raw)
            return Encoding.UTF8.GetString(start, raw.Length);
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            int plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
                plain = raw.Length;
            if (plain > 0)
                text.Append(Decode(raw.Slice(0, plain)));
            raw = raw.Slice(plain);
            if (raw.Length < 2)
                break;
            int length = Escape(raw, text);
            raw = raw.Slice(length);
        }
        return text.ToString();
    }

    /// <summary>Appends an escape; returns its length.</summary>
    private static int Escape(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        const int unicodeLength = 6;
        if (raw[1] == 'u' && raw.Length >= unicodeLength && TryHex(raw.Slice(2, 4), out char value))
        {
            text.Append(value);
            return unicodeLength;
        }
        text.Append((char)raw[1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
        return 2;
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out char value)
    {
        int sum = 0;
        foreach (byte digit in digits)
        {
            int nibble = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (nibble < 0)
            {
                value = default;
                return false;
            }
            sum = sum << 4 | nibble;
        }
        value = (char)sum;
        return true;
    }
}
