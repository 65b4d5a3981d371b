using System;
using System.Globalization;
using System.Text;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// A terminal that obeys control sequences, on Unix. The position of the cursor is never asked for while somebody types: the answer would
/// come between the keys.
/// </summary>
internal sealed class VtScreen : IScreen
{
    private readonly StringBuilder _pending = new();

    public int Width => Console.WindowWidth;

    public void EraseFrom(int rowsAbove)
    {
        _pending.Append('\r');
        if (rowsAbove > 0)
            Append(rowsAbove, 'A');
        _pending.Append("\x1b[J");
    }

    public void Write(string text) => _pending.Append(text);

    public void NewLine() => _pending.Append("\r\n");

    public void MoveToColumn(int column)
    {
        _pending.Append('\r');
        if (column > 0)
            Append(column, 'C');
    }

    public void Flush()
    {
        // At once: a terminal draws what comes together without flicker.
        Console.Out.Write(_pending.ToString());
        Console.Out.Flush();
        _pending.Clear();
    }

    private void Append(int count, char command) =>
        _pending.Append("\x1b[").Append(count.ToString(CultureInfo.InvariantCulture)).Append(command);
}
