using System.Collections.Generic;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// Breaks text into rows of a terminal: between words, between wide characters, and inside a word that is longer than a row.
/// </summary>
internal static class LineWrap
{
    /// <summary>The rows, without the spaces at which they were broken. An empty line is a row.</summary>
    /// <param name="text">Harmless text, whose lines end with LF.</param>
    /// <param name="width">The cells of a row, at least two.</param>
    /// <param name="widths">The cells of characters.</param>
    internal static IEnumerable<string> Rows(string text, int width, CellWidths widths)
    {
        foreach (string line in text.Split('\n'))
        {
            int start = 0;
            while (true)
            {
                int end = EndOfRow(line, start, width, widths);
                yield return line.Substring(start, end - start).TrimEnd(' ');
                while (end < line.Length && line[end] == ' ')
                    end++;
                if (end >= line.Length)
                    break;
                start = end;
            }
        }
    }

    private static int EndOfRow(string line, int start, int width, CellWidths widths)
    {
        int cells = 0, lastBreak = start;
        for (int at = start, next; at < line.Length; at = next)
        {
            next = TextElements.Next(line, at);
            int own = widths.Of(line, at, next);
            if (at > start && (line[at] == ' ' || own == 2 || IsWideBefore(line, at)))
                lastBreak = at;
            // A space at the edge is not shown.
            if (cells + own > width && line[at] != ' ')
                return lastBreak > start ? lastBreak : at > start ? at : next;
            cells += own;
        }
        return line.Length;
    }

    private static bool IsWideBefore(string line, int at)
    {
        int before = at > 1 && char.IsSurrogatePair(line, at - 2) ? at - 2 : at - 1;
        return line[at - 1] == ' ' || WideCharacters.Contains(TextElements.CodePoint(line, before));
    }
}
