using System;

namespace IpMsg.PowerShell.Terminal;

/// <summary>The console of Windows. Its functions work in every version, whether control sequences are processed or not.</summary>
internal sealed class WindowsScreen : IScreen
{
    public int Width => Console.WindowWidth;

    public void EraseFrom(int rowsAbove)
    {
        int top = Math.Max(0, Console.CursorTop - rowsAbove), bottom = Console.CursorTop;
        // Only the input can be below: it has one row, and what a narrower window has made of it.
        int last = Math.Min(Console.BufferHeight - 1, bottom + 1);
        for (int row = top; row <= last; row++)
        {
            Console.SetCursorPosition(0, row);
            Console.Write(new string(' ', Math.Max(0, Console.BufferWidth - 1)));
        }
        Console.SetCursorPosition(0, top);
    }

    public void Write(string text) => Console.Write(text);

    public void NewLine() => Console.WriteLine();

    public void MoveToColumn(int column) => Console.SetCursorPosition(Math.Min(column, Console.BufferWidth - 1), Console.CursorTop);

    public void Flush()
    {
    }
}
