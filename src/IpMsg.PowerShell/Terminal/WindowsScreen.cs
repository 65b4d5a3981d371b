using System;
using System.Management.Automation.Host;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// The console of Windows through the interface of the host, which works whether control sequences are processed or not, and writes all of
/// Unicode: System.Console knows only the code page of the console.
/// </summary>
/// <param name="ui">The interface of the host.</param>
internal sealed class WindowsScreen(PSHostUserInterface ui) : IScreen
{
    public int Width => Math.Min(ui.RawUI.WindowSize.Width, ui.RawUI.BufferSize.Width);

    public void EraseFrom(int rowsAbove)
    {
        var raw = ui.RawUI;
        int top = Math.Max(0, raw.CursorPosition.Y - rowsAbove), width = raw.BufferSize.Width;
        // Below is only what a narrower window has made of the input.
        int bottom = Math.Min(raw.BufferSize.Height - 1, raw.CursorPosition.Y + 2);
        var blank = new BufferCell(' ', raw.ForegroundColor, raw.BackgroundColor, BufferCellType.Complete);
        raw.SetBufferContents(new Rectangle(0, top, width - 1, bottom), blank);
        raw.CursorPosition = new Coordinates(0, top);
    }

    public void Write(string text) => ui.Write(text);

    public void NewLine() => ui.WriteLine();

    public void MoveToColumn(int column) =>
        ui.RawUI.CursorPosition = new Coordinates(Math.Min(column, ui.RawUI.BufferSize.Width - 1), ui.RawUI.CursorPosition.Y);

    public void Flush()
    {
    }
}
