using System;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// Received text for views, with control characters replaced, and cut for the columns of tables. The engine counts one column for each
/// UTF-16 unit, two for a wide East Asian one, and cuts between any two units. This class therefore composes letters and their marks where
/// Unicode has a single character, and cuts text itself where the engine would cut inside a character.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    // The high surrogate of the variation selectors (U+E0100 to U+E01EF). SafeText replaces all other characters with it.
    private const char IdeographVariant = '\uDB40';

    /// <summary>One line.</summary>
    public static string Line(string? text) => SafeText.Line(text);

    /// <summary>The text with its line breaks.</summary>
    public static string Lines(string? text) => SafeText.Lines(text);

    /// <summary>One line; shortened to a number of columns where the engine would cut inside a character.</summary>
    public static string Cell(string? text, int width) => Cell(text, width, StandIns.Current);

    internal static string Cell(string? text, int width, StandIns standIns)
    {
        string line = Compact(SafeText.Convert(text ?? "", keepsLines: false, standIns));
        bool isCutByEngine = !standIns.IsLegacy && line.All(each => each < '\u0300' || !char.IsSurrogate(each) && !IsMark(each));
        return isCutByEngine ? line : Shortened(line, width, standIns);
    }

    /// <summary>One line, shortened to a number of columns, for rows that wrap.</summary>
    public static string Cut(string? text, int width) => Cut(text, width, StandIns.Current);

    internal static string Cut(string? text, int width, StandIns standIns) =>
        Shortened(Compact(SafeText.Convert(text ?? "", keepsLines: false, standIns)), width, standIns);

    private static string Shortened(string line, int width, StandIns standIns)
    {
        if (Columns(line, 0, line.Length, standIns) <= width)
            return line;
        int end = 0, columns = standIns.Ellipsis.Length;
        foreach (int next in StringInfo.ParseCombiningCharacters(line).Skip(1))
        {
            columns += Columns(line, end, next, standIns);
            if (columns > width)
                break;
            end = next;
        }
        return line.Substring(0, end) + standIns.Ellipsis;
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

    // Joiners and variation selectors take no column, and the text looks nearly the same without them.
    private static string Bare(string letter) =>
        letter[0] == IdeographVariant
            ? ""
            : string.Concat(letter.Where(each => each is not ('\u200C' or '\u200D' or (>= '\uFE00' and <= '\uFE0F'))));

    // macOS decomposes the letters of file names: か and a mark for が, ᄒ, ᅡ and ᆫ for 한.
    private static string Composed(string letter)
    {
        try
        {
            return letter.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Windows does not normalise characters that are newer than its tables.
            return letter;
        }
    }

    private static bool IsMark(char each) => each is >= '\u1160' and <= '\u11FF'
        || CharUnicodeInfo.GetUnicodeCategory(each) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static int Columns(string line, int start, int end, StandIns standIns) =>
        standIns.ColumnsOf(line.Substring(start, end - start)) ?? end - start + line.Skip(start).Take(end - start).Count(IsWide);

    // The engine's table, because its count decides.
    private static bool IsWide(char each) => each is (>= '\u1100' and <= '\u115F') or '\u2329' or '\u232A'
        or (>= '\u2E80' and <= '\uA4CF' and not '\u303F') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF')
        or (>= '\uFE10' and <= '\uFE19') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6');
}
