using System.Globalization;
using IpMsg.Node;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// How many cells of the terminal text takes. Terminals agree on single characters, and differ in emoji of several code points: some draw
/// one picture of two cells, others each part.
/// </summary>
internal sealed record CellWidths
{
    private const int EmojiSelector = 0xFE0F;

    /// <summary>A terminal that draws every emoji in two cells.</summary>
    internal static readonly CellWidths Default = new();

    /// <summary>True when an emoji of several pictures with joiners takes the cells of one.</summary>
    internal bool Joins { get; init; } = true;

    /// <summary>True when a skin tone takes no cells of its own.</summary>
    internal bool AppliesModifiers { get; init; } = true;

    /// <summary>True when a symbol takes two cells with the selector of emoji (U+FE0F).</summary>
    internal bool WidensSymbols { get; init; } = true;

    /// <summary>The cells of a flag, which has two code points.</summary>
    internal int Flag { get; init; } = 2;

    /// <summary>The characters of the console.</summary>
    internal StandIns StandIns { get; init; } = StandIns.Unicode;

    /// <summary>The cells of a text without control characters.</summary>
    internal int Of(string text)
    {
        int cells = 0;
        foreach (var (start, end) in TextElements.Of(text))
            cells += Of(text, start, end);
        return cells;
    }

    /// <summary>The cells of a text element.</summary>
    internal int Of(string text, int start, int end)
    {
        if (end == start + 1 && text[start] is >= ' ' and <= '~')
            return 1;
        if (StandIns.ColumnsOf(text.Substring(start, end - start)) is { } columns)
            return columns;
        int first = TextElements.CodePoint(text, start);
        if (TextElements.IsRegional(first))
            return end - start > 2 ? Flag : Flag / 2;
        int cells = OfCodePoint(text, start, first);
        bool isPictograph = TextElements.IsPictograph(first);
        for (int at = start + TextElements.Units(first); at < end;)
        {
            int next = TextElements.CodePoint(text, at);
            if (next == EmojiSelector)
                cells = cells == 1 && WidensSymbols ? 2 : cells;
            else if (TextElements.IsModifier(next))
                cells += AppliesModifiers ? isPictograph && cells < 2 ? 1 : 0 : 2;
            else if (!(isPictograph && Joins && TextElements.IsPictograph(next)))
                cells += OfCodePoint(text, at, next);
            at += TextElements.Units(next);
        }
        return cells;
    }

    private static int OfCodePoint(string text, int at, int codePoint)
    {
        if (codePoint is >= 0x1160 and <= 0x11FF)
            return 0;
        return CharUnicodeInfo.GetUnicodeCategory(text, at) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ => WideCharacters.Contains(codePoint) ? 2 : 1,
        };
    }
}
