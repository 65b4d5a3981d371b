using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace IpMsg.Testing;

/// <summary>A name of <c>tests/vectors/hostile-names.txt</c>, whose header tells the form of its lines.</summary>
/// <param name="Line">Its line there, counted from 1.</param>
/// <param name="Received">The name as it comes from the network.</param>
/// <param name="Windows">What becomes of it on Windows; an exclamation mark and the reason when it is rejected.</param>
/// <param name="Linux">The same on Linux.</param>
/// <param name="MacOS">The same on macOS.</param>
public sealed record HostileName(int Line, string Received, string Windows, string Linux, string MacOS)
{
    /// <summary>The whole table.</summary>
    public static IReadOnlyList<HostileName> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "hostile-names.txt"))
            .Select((text, index) => (Text: text, Line: index + 1))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line => Parse(line.Line, line.Text.Split('\t'))),
    ];

    private static HostileName Parse(int line, string[] fields)
    {
        if (fields.Length != 4)
            throw new InvalidDataException($"hostile-names.txt({line}) has {fields.Length} fields.");
        string received = Plain(fields[0]);
        return new HostileName(line, received, Outcome(fields[1], received), Outcome(fields[2], received), Outcome(fields[3], received));
    }

    private static string Outcome(string field, string received) => field == "=" ? received : Plain(field);

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '{':
                    int end = text.IndexOf('}', at), star = text.IndexOf('*', at);
                    plain.Insert(plain.Length, Plain(text[(star + 1)..end]),
                        int.Parse(text.AsSpan(at + 1, star - at - 1), CultureInfo.InvariantCulture));
                    at = end;
                    break;
                case '\\' when text[at + 1] == 'u':
                    plain.Append((char)ushort.Parse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    at += 5;
                    break;
                case '\\':
                    plain.Append(text[++at]);
                    break;
                default:
                    plain.Append(text[at]);
                    break;
            }
        }
        return plain.ToString();
    }
}
