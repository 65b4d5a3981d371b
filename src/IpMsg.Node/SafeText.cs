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

    private const char Placeholder = '\uFFFD';

    /// <summary>The text on one line: ⏎ for line ends, a space for a tab, control pictures for other control characters.</summary>
    public static string Line(string? text) => Convert(text ?? "", keepsLines: false);

    /// <summary>The text with its lines kept.</summary>
    public static string Lines(string? text) => Convert(text ?? "", keepsLines: true);

    private static string Convert(string text, bool keepsLines)
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
                safe.Append(Placeholder);
            else if (marks <= MaxMarks && isPair)
                safe.Append(text, i, 2);
            else if (marks <= MaxMarks)
                safe.Append(IsJoiner(text, i) ? text[i] : Show(text[i], category, keepsLines));
            i += isPair ? 1 : 0;
        }
        return safe.ToString();
    }

    // Joiners shape letters of some scripts and combine emoji. Next to other characters they would be invisible.
    private static bool IsJoiner(string text, int at) =>
        text[at] is '\u200C' or '\u200D' && at > 0 && at + 1 < text.Length && IsJoined(text[at - 1]) && IsJoined(text[at + 1]);

    private static bool IsJoined(char each) => each > '\u02FF' && CharUnicodeInfo.GetUnicodeCategory(each)
        is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static char Show(char each, UnicodeCategory category, bool keepsLines) => each switch
    {
        '\n' or '\u2028' or '\u2029' => keepsLines ? '\n' : '\u23CE',
        '\t' => ' ',
        < ' ' => (char)('\u2400' + each),
        '\u007F' => '\u2421',
        >= '\u0080' and <= '\u009F' => Placeholder,
        // Format characters can reverse the direction of a line; a single surrogate is not a character.
        _ => category is UnicodeCategory.Format or UnicodeCategory.Surrogate ? Placeholder : each,
    };
}
