using System.Globalization;
using System.Text;

namespace IpMsg.PowerShell;

/// <summary>
/// What strangers wrote, made harmless for a terminal: control characters, escape sequences and characters that reverse the writing
/// direction are shown instead of obeyed. Views use it; properties keep the text as it was.
/// </summary>
public static class SafeText
{
    /// <summary>The text on one line: line ends as ⏎, tabs as a blank, other controls as their pictures.</summary>
    public static string Line(string? text) => Convert(text, keepsLines: false);

    /// <summary>The text with its lines kept.</summary>
    public static string Lines(string? text) => Convert(text, keepsLines: true);

    /// <summary>True for a character that can be shown as it is.</summary>
    internal static bool IsSafe(char each) => Show(each, keepsLines: false) == each;

    private static string Convert(string? text, bool keepsLines)
    {
        if (text is null)
            return "";
        var safe = new StringBuilder(text.Length);
        foreach (char each in text)
            safe.Append(Show(each, keepsLines));
        return safe.ToString();
    }

    private static char Show(char each, bool keepsLines) => each switch
    {
        '\n' => keepsLines ? '\n' : '\u23CE',
        '\t' => ' ',
        < ' ' => (char)('\u2400' + each),
        '\u007F' => '\u2421',
        >= '\u0080' and <= '\u009F' => '\uFFFD',
        // Marks, embeddings, overrides and isolates can make a line read backwards.
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => '\uFFFD',
        '\u2028' or '\u2029' => keepsLines ? '\n' : '\u23CE',
        _ => CharUnicodeInfo.GetUnicodeCategory(each) == UnicodeCategory.Format ? '\uFFFD' : each,
    };
}
