using System;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;
using IpMsg.Shell.Hosting;

namespace IpMsg.Shell.Editing;

/// <summary>Draws a prompt and the line behind it, over several rows if need be.</summary>
/// <remarks>It keeps count of the rows itself: asking a terminal for its cursor waits for an answer among the keys typed ahead.</remarks>
internal sealed class LineView(Terminal terminal, string prompt, bool masked)
{
    private readonly string _plainPrompt = new StringDecorated(prompt).ToString(OutputRendering.PlainText);
    private int _cursorRow;

    public void Draw(LineBuffer line)
    {
        var shown = masked ? new string('*', line.Text.Length) : line.Text;
        var output = new StringBuilder();
        Move(output, _cursorRow, 'A');
        output.Append('\r').Append(prompt).Append(shown);

        var end = After(_plainPrompt + shown);
        if (end.Column == 0 && end.Row > 0)
        {
            // A full row leaves the cursor at its end; a blank takes it to the next one.
            output.Append(" \r");
        }

        output.Append("\e[J");
        var cursor = end;
        if (line.Cursor < shown.Length)
        {
            cursor = After(string.Concat(_plainPrompt, shown.AsSpan(0, line.Cursor)));
            Move(output, end.Row - cursor.Row, 'A');
            output.Append('\r');
            Move(output, cursor.Column, 'C');
        }

        _cursorRow = cursor.Row;
        terminal.WriteKeys(output.ToString());
    }

    /// <summary>Leaves the line as it stands and goes on below it.</summary>
    public void Finish(LineBuffer line, string suffix = "")
    {
        line.MoveTo(line.Text.Length);
        Draw(line);
        terminal.Write(suffix + Environment.NewLine);
    }

    /// <summary>Empties the screen.</summary>
    public void Clear()
    {
        terminal.WriteKeys("\e[2J\e[H");
        _cursorRow = 0;
    }

    private static void Move(StringBuilder output, int count, char direction)
    {
        if (count > 0)
        {
            output.Append($"\e[{count}{direction}");
        }
    }

    private (int Row, int Column) After(string text)
    {
        var (row, column, width) = (0, 0, terminal.Width);
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = CellWidth.Of(rune);
            if (rune.Value == '\n' || column + cells > width)
            {
                (row, column) = (row + 1, 0);
            }

            column += cells;
        }

        return column == width ? (row + 1, 0) : (row, column);
    }
}
