using System.Collections.Generic;
using System.Text;
using IpMsg.Node;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// The part of the input that fits into one row, around the cursor. One row because lines are printed above it at any time, and terminals
/// differ in what they do with more rows when the window changes its size.
/// </summary>
internal sealed class InputView
{
    private int _first;

    /// <summary>The row, and the column of the cursor in it.</summary>
    /// <param name="buffer">The input.</param>
    /// <param name="width">The cells of the row, at least four.</param>
    /// <param name="widths">The cells of characters.</param>
    internal (string Row, int Cursor) Of(EditBuffer buffer, int width, CellWidths widths)
    {
        var elements = Elements(buffer, widths, out int cursor);
        // One cell at each side says that there is more, and one is for the cursor.
        int space = width - 3;
        if (Sum(elements, 0, elements.Count) < width)
            _first = 0;
        else if (_first > cursor)
            _first = Back(elements, cursor, space / 4);
        else if (Sum(elements, _first, cursor) > space)
            _first = Back(elements, cursor, space - space / 4);
        var row = new StringBuilder(_first > 0 ? "<" : "");
        int cells = row.Length, column = cells;
        for (int i = _first; i <= elements.Count; i++)
        {
            if (i == cursor)
                column = cells;
            if (i == elements.Count)
                break;
            bool isLast = i == elements.Count - 1;
            if (cells + elements[i].Cells > width - (isLast ? 1 : 2))
            {
                row.Append('>');
                break;
            }
            row.Append(elements[i].Text);
            cells += elements[i].Cells;
        }
        return (row.ToString(), column);
    }

    // Each text element as it is shown: what a terminal would obey is replaced.
    private static List<(string Text, int Cells)> Elements(EditBuffer buffer, CellWidths widths, out int cursor)
    {
        var elements = new List<(string, int)>();
        cursor = 0;
        foreach (var (start, end) in TextElements.Of(buffer.Text))
        {
            if (end <= buffer.Cursor)
                cursor++;
            string shown = SafeText.Convert(buffer.Text.Substring(start, end - start), keepsLines: false, widths.StandIns);
            elements.Add((shown, widths.Of(shown)));
        }
        return elements;
    }

    private static int Sum(List<(string Text, int Cells)> elements, int from, int to)
    {
        int cells = 0;
        for (int i = from; i < to; i++)
            cells += elements[i].Cells;
        return cells;
    }

    // The element that is that many cells before another one.
    private static int Back(List<(string Text, int Cells)> elements, int from, int cells)
    {
        while (from > 0 && (cells -= elements[from - 1].Cells) >= 0)
            from--;
        return from;
    }
}
