using System.Globalization;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>
/// Decides which characters a line contains unescaped. All others are escaped, so that no line of a store changes a terminal or the text
/// direction. The text search depends on this rule: it finds an unescaped character by its UTF-8 bytes.
/// </summary>
internal static class JsonEscapes
{
    /// <summary>True for a character of the basic plane that stays unescaped; false for surrogates.</summary>
    internal static bool IsRaw(char value) => value switch
    {
        < ' ' or '"' or '\\' or '\u007F' => false,
        <= '~' => true,
        <= '\u009F' => false,
        _ => !char.IsSurrogate(value) && !IsInvisible(CharUnicodeInfo.GetUnicodeCategory(value)),
    };

    /// <summary>True for a surrogate pair that stays unescaped.</summary>
    internal static bool IsRawPair(string text, int at) =>
        char.IsSurrogatePair(text, at) && !IsInvisible(CharUnicodeInfo.GetUnicodeCategory(text, at));

    // The category Format contains the direction marks, embeddings, overrides and isolates, and the tags of plane 14.
    private static bool IsInvisible(UnicodeCategory category) =>
        category is UnicodeCategory.Format or UnicodeCategory.Control
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
