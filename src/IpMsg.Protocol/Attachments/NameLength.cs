using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Shortens names. Keeps the extension and splits no character.</summary>
internal static class NameLength
{
    // A longer "extension" is part of a name with a dot in it.
    private const int MaxExtension = 32;

    /// <summary>The index of the extension's dot; the length of the name when there is no extension.</summary>
    internal static int Extension(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 && dot < name.Length - 1 && name.Length - dot <= MaxExtension ? dot : name.Length;
    }

    /// <summary>
    /// Shortens the stem so that the name with <paramref name="addition"/> before its extension fits the platform's limit.
    /// </summary>
    internal static string Fit(string name, int extension, string addition, NameRules rules)
    {
        string tail = addition + name.Substring(extension);
        int available = NameRules.MaxLength - Measure(tail, rules);
        int length = 0, used = 0;
        while (length < extension)
        {
            int units = char.IsSurrogatePair(name, length) ? 2 : 1;
            used += rules.CountsBytes ? Bytes(name[length], units) : units;
            if (used > available)
                break;
            length += units;
        }
        return name.Substring(0, length) + tail;
    }

    internal static int Measure(string name, NameRules rules)
    {
        if (!rules.CountsBytes)
            return name.Length;
        int bytes = 0;
        for (int at = 0; at < name.Length; at++)
        {
            int units = char.IsSurrogatePair(name, at) ? 2 : 1;
            bytes += Bytes(name[at], units);
            at += units - 1;
        }
        return bytes;
    }

    private static int Bytes(char first, int units) => units == 2 ? 4 : first < 0x80 ? 1 : first < 0x800 ? 2 : 3;
}
