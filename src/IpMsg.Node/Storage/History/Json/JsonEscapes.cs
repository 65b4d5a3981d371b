using System.Globalization;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>
/// Which characters stand in a line as they are. All others are escaped, so that no line of a store changes a terminal or the direction of
/// the text around it. The text search relies on this rule: a raw character is found by its UTF-8 bytes.
/// </summary>
internal static class JsonEscapes
{
    /// <summary>True for a character of the basic plane that is written as it is. Halves of a pair are not.</summary>
    internal static bool IsRaw(char value) => value switch
    {
        < ' ' or '"' or '\\' or '\u007F' => false,
        <= '~' => true,
        <= '\u009F' => false,
        _ => !char.IsSurrogate(value) && !IsInvisible(CharUnicodeInfo.GetUnicodeCategory(value)),
    };

    /// <summary>True for a pair of halves that is written as it is.</summary>
    internal static bool IsRawPair(string text, int at) =>
        char.IsSurrogatePair(text, at) && !IsInvisible(CharUnicodeInfo.GetUnicodeCategory(text, at));

    // Format has the marks, embeddings, overrides and isolates of the writing direction, and the tags of plane 14.
    private static bool IsInvisible(UnicodeCategory category) =>
        category is UnicodeCategory.Format or UnicodeCategory.Control
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
