using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>Text for targets that take text. Behind a zero the input is UTF-16, which may be broken; otherwise it is UTF-8.</summary>
internal static class Utf16Input
{
    internal static string Read(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty || input[0] != 0)
            return TextCodec.Utf8.GetString(input);
        var units = MemoryMarshal.Cast<byte, char>(input[1..]);
        return new string(units);
    }

    /// <summary>The input for a text.</summary>
    internal static byte[] Of(string text) => text.Any(char.IsSurrogate) || text is ['\0', ..]
        ? [0, .. Encoding.Unicode.GetBytes(text)]
        : TextCodec.Utf8.GetBytes(text);
}
