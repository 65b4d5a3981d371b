using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

/// <summary>A terminal in memory that breaks its lines again when its width changes, as most do.</summary>
internal sealed class ReflowingScreen(int width, CellWidths widths) : IScreen
{
    private readonly List<List<string>> _lines = [[]];
    private int _cursor;

    public int Width { get; set; } = width;

    /// <summary>The rows with their text.</summary>
    internal IReadOnlyList<string> Rows => [.. Layout().Select(row => string.Concat(_lines[row.Line].Skip(row.Start).Take(row.Count)))];

    /// <summary>The column of the cursor.</summary>
    internal int Column { get; private set; }

    public void EraseFrom(int rowsAbove)
    {
        var rows = Layout();
        int current = rows.FindLastIndex(row => row.Line == _lines.Count - 1 && row.Start <= _cursor);
        var (line, start, _) = rows[Math.Max(0, current - rowsAbove)];
        _lines.RemoveRange(line + 1, _lines.Count - line - 1);
        _lines[line].RemoveRange(start, _lines[line].Count - start);
        (_cursor, Column) = (start, 0);
    }

    public void Write(string text)
    {
        foreach (var (start, end) in TextElements.Of(text))
        {
            string element = text[start..end];
            Assert.False(element.Any(char.IsControl), "a control character");
            _lines[^1].Add(element);
            _cursor++;
            Column += widths.Of(element);
            Assert.True(Column < Width, "The last column was written.");
        }
    }

    public void NewLine()
    {
        _lines.Add([]);
        (_cursor, Column) = (0, 0);
    }

    public void MoveToColumn(int column)
    {
        (_cursor, Column) = (0, 0);
        for (; Column < column; _cursor++)
            Column += _cursor < _lines[^1].Count ? widths.Of(_lines[^1][_cursor]) : 1;
        Assert.Equal(column, Column);
    }

    public void Flush()
    {
    }

    private List<(int Line, int Start, int Count)> Layout()
    {
        var rows = new List<(int Line, int Start, int Count)>();
        for (int line = 0; line < _lines.Count; line++)
        {
            int start = 0, cells = 0;
            for (int i = 0; i < _lines[line].Count; i++)
            {
                int own = widths.Of(_lines[line][i]);
                if (cells + own > Width)
                {
                    rows.Add((line, start, i - start));
                    (start, cells) = (i, 0);
                }
                cells += own;
            }
            rows.Add((line, start, _lines[line].Count - start));
        }
        return rows;
    }
}
