using System.Collections.Generic;
using System.Globalization;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// Divides text into text elements: what a reader takes for one character and the cursor passes at once. StringInfo of .NET Framework
/// divides emoji of several code points, and that of .NET does not; this class is the same for both.
/// </summary>
internal static class TextElements
{
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>The text elements as their first index and the index behind them.</summary>
    internal static IEnumerable<(int Start, int End)> Of(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = Next(text, start);
            yield return (start, end);
        }
    }

    /// <summary>The index behind the element that begins at an index; the length of the text at its end.</summary>
    internal static int Next(string text, int start)
    {
        if (start >= text.Length)
            return text.Length;
        int last = CodePoint(text, start), end = start + Units(last);
        if (end == text.Length || last < 0x20)
            return end;
        int following = CodePoint(text, end);
        if (IsRegional(last) && IsRegional(following))
            end += Units(last = following);
        while (end < text.Length)
        {
            following = CodePoint(text, end);
            if (!Extends(text, end, following) && !(last == ZeroWidthJoiner && IsPictograph(following)))
                break;
            end += Units(last = following);
        }
        return end;
    }

    /// <summary>The index of the element that ends at an index; 0 at the beginning.</summary>
    internal static int Previous(string text, int end)
    {
        int previous = 0;
        foreach (var (start, _) in Of(text))
        {
            if (start >= end)
                break;
            previous = start;
        }
        return previous;
    }

    /// <summary>The code point at an index; a single surrogate is one.</summary>
    internal static int CodePoint(string text, int at) =>
        char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];

    /// <summary>The UTF-16 units of a code point.</summary>
    internal static int Units(int codePoint) => codePoint > 0xFFFF ? 2 : 1;

    /// <summary>True for a skin tone, which changes the emoji before it.</summary>
    internal static bool IsModifier(int codePoint) => codePoint is >= 0x1F3FB and <= 0x1F3FF;

    /// <summary>True for half of a flag.</summary>
    internal static bool IsRegional(int codePoint) => codePoint is >= 0x1F1E6 and <= 0x1F1FF;

    /// <summary>True for what can follow a joiner in an emoji.</summary>
    internal static bool IsPictograph(int codePoint) => codePoint is >= 0x2190 and <= 0x2BFF or >= 0x1F000 and <= 0x1FAFF;

    private static bool Extends(string text, int at, int codePoint) =>
        codePoint is ZeroWidthJoiner or 0x200C or (>= 0x1160 and <= 0x11FF) || IsModifier(codePoint)
        || codePoint > 0x2FF && CharUnicodeInfo.GetUnicodeCategory(text, at)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;
}
