using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Node;

/// <summary>
/// Makes text from the network safe for a terminal: visible characters replace control characters, escape sequences and characters that
/// change the writing direction. Views and errors use it; properties keep the original text.
/// </summary>
public static class SafeText
{
    // No script needs more combining marks on one letter. A terminal draws many of them over other lines.
    private const int MaxMarks = 4;

    /// <summary>
    /// The text on one line: ⏎ for line ends, a space for a tab, control pictures for other control characters. A legacy console with code
    /// page 932, 936, 949 or 950 has none of these symbols, and gets | and full stops.
    /// </summary>
    public static string Line(string? text) => Convert(text ?? "", keepsLines: false);

    /// <summary>The text with its lines kept.</summary>
    public static string Lines(string? text) => Convert(text ?? "", keepsLines: true);

    /// <summary>The text with other characters for what a terminal would obey; null for those of the console.</summary>
    internal static string Convert(string text, bool keepsLines, StandIns? standIns = null)
    {
        var safe = new StringBuilder(text.Length);
        int marks = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '~')
            {
                safe.Append(text[i]);
                marks = 0;
                continue;
            }
            bool isPair = char.IsSurrogatePair(text, i);
            var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks == MaxMarks + 1 || isPair && category == UnicodeCategory.Format)
                safe.Append((standIns ??= StandIns.Current).Other);
            else if (marks <= MaxMarks && isPair)
                safe.Append(text, i, 2);
            else if (marks <= MaxMarks && (!Acts(text[i], category) || IsJoiner(text, i, safe)))
                safe.Append(text[i]);
            else if (marks <= MaxMarks)
                safe.Append(Show(text[i], keepsLines, standIns ??= StandIns.Current));
            i += isPair ? 1 : 0;
        }
        return safe.ToString();
    }

    // Joiners shape letters of some scripts and combine emoji. Next to other characters, and to stand-ins, they would be invisible.
    private static bool IsJoiner(string text, int at, StringBuilder safe) =>
        text[at] is '\u200C' or '\u200D' && at > 0 && at + 1 < text.Length && IsJoined(text[at - 1]) && IsJoined(safe[safe.Length - 1])
        && IsJoined(text[at + 1]) && (!char.IsSurrogate(text[at - 1]) || at > 1 && IsShownPair(text, at - 2))
        && (!char.IsSurrogate(text[at + 1]) || IsShownPair(text, at + 1));

    private static bool IsJoined(char each) => each > '\u02FF' && CharUnicodeInfo.GetUnicodeCategory(each)
        is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsShownPair(string text, int at) =>
        char.IsSurrogatePair(text, at) && CharUnicodeInfo.GetUnicodeCategory(text, at) != UnicodeCategory.Format;

    // Format characters can reverse the direction of a line; a single surrogate is not a character.
    private static bool Acts(char each, UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static char Show(char each, bool keepsLines, StandIns standIns) => each switch
    {
        '\n' or '\u2028' or '\u2029' => keepsLines ? '\n' : standIns.LineEnd,
        '\t' => ' ',
        < ' ' or '\u007F' => standIns.Control(each),
        _ => standIns.Other,
    };
}
