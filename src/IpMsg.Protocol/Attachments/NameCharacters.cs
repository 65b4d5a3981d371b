using System.Text;

namespace IpMsg.Protocol.Attachments;

/// <summary>Replaces harmful, invisible and forbidden characters of a received name.</summary>
internal static class NameCharacters
{
    private const char Substitute = '_';

    internal static string Replace(string name, NameRules rules, ref NameFlaws flaws)
    {
        StringBuilder? clean = null;
        for (int at = 0; at < name.Length; at++)
        {
            if (char.IsSurrogatePair(name, at))
            {
                if (!IsNoncharacter(char.ConvertToUtf32(name, at)))
                {
                    at++;
                    continue;
                }
                clean ??= new StringBuilder(name);
                clean[at++] = Substitute;
                clean[at] = Substitute;
                flaws |= NameFlaws.BrokenCharacter;
                continue;
            }
            var flaw = FlawOf(name, at, rules);
            if (flaw == NameFlaws.None)
                continue;
            flaws |= flaw;
            clean ??= new StringBuilder(name);
            clean[at] = Substitute;
        }
        return clean?.ToString() ?? name;
    }

    private static NameFlaws FlawOf(string name, int at, NameRules rules) => name[at] switch
    {
        // A backslash is valid in Unix names, but PowerShell treats it as a separator everywhere.
        '/' or '\\' => NameFlaws.Separator,
        ':' when rules.IsWindows || IsDrive(name, at) => NameFlaws.DriveOrStream,
        '<' or '>' or '"' or '|' or '?' or '*' when rules.IsWindows => NameFlaws.ForbiddenCharacter,
        < ' ' or (>= '\u007F' and <= '\u009F') or '\u2028' or '\u2029' => NameFlaws.ControlCharacter,
        (>= '\uD800' and <= '\uDFFF') or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF' => NameFlaws.BrokenCharacter,
        var character => IsHidden(character) ? NameFlaws.HiddenCharacter : NameFlaws.None,
    };

    // "C:x" is a valid Unix name, but a drive for PowerShell.
    private static bool IsDrive(string name, int at) => at == 1 && name[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    // Direction marks, which show "exe.txt" as "txt.exe", and zero-width characters. The two joiners (200C, 200D) stay: several scripts and
    // most emoji need them.
    private static bool IsHidden(char character) => character is '\u061C' or '\u180E' or '\u200B' or '\u200E' or '\u200F'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\u00AD' or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB');

    private static bool IsNoncharacter(int codePoint) => (codePoint & 0xFFFE) == 0xFFFE;
}
