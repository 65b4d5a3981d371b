using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Shell.Hosting;

/// <summary>How many columns a text takes on the screen: East Asian characters take two, marks none.</summary>
internal static class CellWidth
{
    /// <summary>Blocks of characters two columns wide (Unicode East_Asian_Width W and F), in rising order.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x2614, 0x2615), (0x26A1, 0x26A1), (0x2705, 0x2705),
        (0x274C, 0x274C), (0x2753, 0x2755), (0x2E80, 0x303E), (0x3041, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97C),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F004, 0x1F004),
        (0x1F18E, 0x1F19A), (0x1F200, 0x1F265), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7EB),
        (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns of a text. Escape sequences count nothing.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var cells = 0;
        while (!text.IsEmpty)
        {
            if (text[0] == '\e')
            {
                text = text[EscapeLength(text)..];
                continue;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var used);
            cells += Of(rune);
            text = text[used..];
        }

        return cells;
    }

    public static int Of(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return rune.Value is < 0x20 or (>= 0x7F and < 0xA0) ? 0 : 1;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        foreach (var (first, last) in Wide)
        {
            if (rune.Value <= last)
            {
                return rune.Value >= first ? 2 : 1;
            }
        }

        return 1;
    }

    /// <summary>Length of the colour or cursor sequence that a text begins with.</summary>
    private static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[1] != '[')
        {
            return 1;
        }

        var end = text[2..].IndexOfAnyInRange('@', '~');
        return end < 0 ? text.Length : end + 3;
    }
}
