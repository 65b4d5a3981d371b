using System;

namespace IpMsg.Protocol.Wire;

/// <summary>Byte overloads of TrimStart and TrimEnd, which netstandard2.0 does not have.</summary>
internal static class SpanTrim
{
    internal static ReadOnlySpan<byte> TrimStart(this ReadOnlySpan<byte> bytes, byte value)
    {
        int start = 0;
        while (start < bytes.Length && bytes[start] == value)
            start++;
        return bytes.Slice(start);
    }

    internal static ReadOnlySpan<byte> TrimEnd(this ReadOnlySpan<byte> bytes, byte value)
    {
        int length = bytes.Length;
        while (length > 0 && bytes[length - 1] == value)
            length--;
        return bytes.Slice(0, length);
    }
}
