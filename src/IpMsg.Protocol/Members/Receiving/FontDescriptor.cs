using System;
using System.Globalization;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// The font at the end of a text of FeiQ, such as <c>{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 Arial 8404992;}</c> (R108): the fields of a
/// Windows font, its name and its colour.
/// </summary>
internal static class FontDescriptor
{
    private const string Start = "{/font;", End = ";}";

    // Thirteen numbers, the name, which may have spaces, and the colour.
    private const int Numbers = 13;

    // Names of Windows fonts have no more. A longer one is a text that its sender hides.
    private const int MaxNameLength = 31;

    /// <summary>The text without a descriptor at its end; the same string when it has none.</summary>
    internal static string Remove(string text)
    {
        if (!text.EndsWith(End, StringComparison.Ordinal))
            return text;
        int start = text.LastIndexOf(Start, StringComparison.Ordinal);
        int length = text.Length - End.Length - Start.Length - start;
        return start >= 0 && length >= 0 && IsFont(text.Substring(start + Start.Length, length)) ? text.Substring(0, start) : text;
    }

    private static bool IsFont(string fields)
    {
        string[] parts = fields.Split(' ');
        if (parts.Length < Numbers + 2 || !IsNumber(parts[parts.Length - 1]))
            return false;
        string name = string.Join(" ", parts, Numbers, parts.Length - Numbers - 1);
        if (name.Length > MaxNameLength || name.IndexOf('\n') >= 0)
            return false;
        for (int i = 0; i < Numbers; i++)
        {
            if (!IsNumber(parts[i]))
                return false;
        }
        return true;
    }

    private static bool IsNumber(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
