using System;
using System.Collections.Generic;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// Prints lines above the row in which the user types. What is printed belongs to the terminal: it scrolls there, and is not drawn again.
/// </summary>
/// <param name="screen">The terminal.</param>
/// <param name="widths">The cells of characters.</param>
internal sealed class InputDisplay(IScreen screen, CellWidths widths)
{
    private const int MinWidth = 8;

    private readonly InputView _view = new();
    private string _drawn = "";
    private int _drawnCursor, _drawnWidth;

    /// <summary>The harmless text before the input.</summary>
    internal string Prompt { get; set; } = "> ";

    /// <summary>The cells of a printed row. The last column stays free: some terminals go to the next row when it is written.</summary>
    internal int RowWidth => Math.Max(screen.Width - 1, MinWidth);

    /// <summary>Prints rows, each harmless and at most <see cref="RowWidth"/> cells wide, and draws the input below.</summary>
    internal void Print(IEnumerable<string> rows, EditBuffer input)
    {
        screen.EraseFrom(RowsAboveCursor());
        foreach (string row in rows)
        {
            screen.Write(row);
            screen.NewLine();
        }
        Draw(input);
    }

    /// <summary>Draws the input again.</summary>
    internal void Redraw(EditBuffer input)
    {
        screen.EraseFrom(RowsAboveCursor());
        Draw(input);
    }

    /// <summary>Draws the input again when the size of the terminal has changed.</summary>
    internal void Refresh(EditBuffer input)
    {
        if (screen.Width != _drawnWidth)
            Redraw(input);
    }

    /// <summary>Removes the input.</summary>
    internal void Clear()
    {
        screen.EraseFrom(RowsAboveCursor());
        screen.Flush();
        (_drawn, _drawnCursor) = ("", 0);
    }

    private void Draw(EditBuffer input)
    {
        int width = RowWidth;
        string prompt = widths.Of(Prompt) > width / 2 ? "> " : Prompt;
        int promptCells = widths.Of(prompt);
        var (row, cursor) = _view.Of(input, width - promptCells, widths);
        screen.Write(prompt + row);
        screen.MoveToColumn(promptCells + cursor);
        screen.Flush();
        (_drawn, _drawnCursor, _drawnWidth) = (prompt + row, promptCells + cursor, screen.Width);
    }

    // In a window that has become narrower, the terminal has broken the row of the input into several.
    private int RowsAboveCursor()
    {
        int width = screen.Width, rows = 0, column = 0, cells = 0;
        if (width >= _drawnWidth)
            return 0;
        foreach (var (start, end) in TextElements.Of(_drawn))
        {
            if (cells >= _drawnCursor)
                break;
            int own = widths.Of(_drawn, start, end);
            if (column + own > width)
                (rows, column) = (rows + 1, 0);
            column += own;
            cells += own;
        }
        return column == width ? rows + 1 : rows;
    }
}
