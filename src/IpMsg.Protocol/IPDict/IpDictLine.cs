using System;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>The line <c>IP:</c> of an entry: a dictionary in Base64 (R102).</summary>
internal static class IpDictLine
{
    /// <summary>The tag in front of the Base64 text.</summary>
    internal static ReadOnlySpan<byte> Tag => "IP:"u8;

    /// <summary>
    /// The bytes of the dictionary in the first such line after an entry; null without one, and for damaged Base64. Nothing signs it.
    /// </summary>
    internal static byte[]? Read(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines.Slice(0, end);
            lines = end < 0 ? default : lines.Slice(end + 1);
            if (line.StartsWith(Tag))
                return EnvelopeField.Read(line.Slice(Tag.Length).TrimEnd((byte)'\r'), isBase64: true);
        }
        return null;
    }
}
