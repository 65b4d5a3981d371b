using System;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// Strangers' text for views: harmless, and in columns of tables so that what stands behind it is aligned. The engine counts a column for
/// each UTF-16 unit, and two for East Asian ones, and cuts between any two of them; so letters and their marks become one where they can,
/// and what would be cut in the middle of a character is cut here.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    // The first half of a pair, of which nothing else is harmless.
    private const char IdeographVariant = '\uDB40';

    /// <summary>One line.</summary>
    public static string Line(string? text) => SafeText.Line(text);

    /// <summary>The text with its lines.</summary>
    public static string Lines(string? text) => SafeText.Lines(text);

    /// <summary>One line, cut to so many columns where the engine would spoil it.</summary>
    public static string Cell(string? text, int width)
    {
        string line = Compact(SafeText.Line(text));
        return line.All(each => each < '\u0300' || !char.IsSurrogate(each) && !IsMark(each)) ? line : Shortened(line, width);
    }

    /// <summary>One line, always cut: for rows that wrap.</summary>
    public static string Cut(string? text, int width) => Shortened(Compact(SafeText.Line(text)), width);

    private static string Shortened(string line, int width)
    {
        if (Columns(line, 0, line.Length) <= width)
            return line;
        int end = 0, columns = 1;
        foreach (int next in StringInfo.ParseCombiningCharacters(line).Skip(1))
        {
            columns += Columns(line, end, next);
            if (columns > width)
                break;
            end = next;
        }
        return line.Substring(0, end) + "…";
    }

    private static string Compact(string line)
    {
        if (line.All(each => each < '\u0300'))
            return line;
        var compact = new StringBuilder(line.Length);
        for (int start = 0, end; start < line.Length; start = end)
        {
            end = start + (line[start] == IdeographVariant ? 2 : 1);
            while (end < line.Length && IsMark(line[end]))
                end++;
            string letter = Bare(line.Substring(start, end - start));
            compact.Append(letter.Length > 1 ? Composed(letter) : letter);
        }
        return compact.ToString();
    }

    // Joiners, and selectors of variants, take no column, and the picture is much the same without them.
    private static string Bare(string letter) =>
        letter[0] == IdeographVariant ? "" : string.Concat(letter.Where(each => each is not ('\u200C' or '\u200D' or (>= '\uFE00' and <= '\uFE0F'))));

    // Macs take letters apart in the names of files: か and a mark for が, ᄒ, ᅡ and ᆫ for 한.
    private static string Composed(string letter)
    {
        try
        {
            return letter.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Windows knows no forms of characters that are newer than itself.
            return letter;
        }
    }

    private static bool IsMark(char each) => each is >= '\u1160' and <= '\u11FF' || CharUnicodeInfo.GetUnicodeCategory(each) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static int Columns(string line, int start, int end) => end - start + line.Skip(start).Take(end - start).Count(IsWide);

    // As the engine has it.
    private static bool IsWide(char each) => each is (>= '\u1100' and <= '\u115F') or '\u2329' or '\u232A' or (>= '\u2E80' and <= '\uA4CF' and not '\u303F') or (>= '\uAC00' and <= '\uD7A3')
        or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE10' and <= '\uFE19') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6');
}
