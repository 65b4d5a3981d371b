using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace IpMsg.Testing;

/// <summary>
/// Datagrams as docs/protocol and the recordings print them: ASCII, with <c>\xNN</c>, <c>\0</c>, <c>\a</c>, <c>\b</c> and <c>\n</c> for
/// the rest. Knows nothing of packets, so that it can judge the code that does.
/// </summary>
public static class EscapedText
{
    /// <summary>The bytes that the text shows.</summary>
    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                bytes.Add(checked((byte)text[at]));
                continue;
            }
            switch (text[++at])
            {
                case 'x':
                    bytes.Add(byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    at += 2;
                    break;
                case '0': bytes.Add(0x00); break;
                case 'a': bytes.Add(0x07); break;
                case 'b': bytes.Add(0x08); break;
                case 'n': bytes.Add(0x0A); break;
                case 'r': bytes.Add(0x0D); break;
                case '\\': bytes.Add((byte)'\\'); break;
                default: throw new FormatException($"No such escape: \\{text[at]}");
            }
        }
        return bytes.ToArray();
    }

    /// <summary>Bytes as the recordings show them: printable ASCII as it is, <c>\xNN</c> for all others.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte each in bytes)
        {
            if (each is >= 0x20 and < 0x7F and not (byte)'\\')
                text.Append((char)each);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{each:x2}");
        }
        return text.ToString();
    }
}
