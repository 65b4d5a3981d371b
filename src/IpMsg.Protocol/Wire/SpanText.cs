using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>The span overloads of <see cref="Encoding"/> that the target framework lacks.</summary>
internal static class SpanText
{
    internal static unsafe string Decode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        if (bytes.IsEmpty)
            return "";
        fixed (byte* first = bytes)
            return encoding.GetString(first, bytes.Length);
    }

    /// <summary>Bytes written, or -1 when they do not fit.</summary>
    internal static unsafe int Encode(string text, Encoding encoding, Span<byte> destination)
    {
        if (text.Length == 0)
            return 0;
        // Counting first costs a second pass, so it is left out when the worst case fits anyway.
        if (encoding.GetMaxByteCount(text.Length) > destination.Length && encoding.GetByteCount(text) > destination.Length)
            return -1;
        fixed (char* source = text)
        fixed (byte* target = destination)
            return encoding.GetBytes(source, text.Length, target, destination.Length);
    }

    internal static string Ascii(ReadOnlySpan<byte> bytes) => Decode(bytes, Encoding.ASCII);
}
