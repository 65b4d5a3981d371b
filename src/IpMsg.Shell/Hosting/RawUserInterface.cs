using System;
using System.Management.Automation.Host;
using IpMsg.Shell.Editing;

namespace IpMsg.Shell.Hosting;

/// <summary>The screen as the engine's formatting sees it: a width, and how wide a text is. There is no cell to read or move.</summary>
internal sealed class RawUserInterface(Terminal terminal, KeyReader keys) : PSHostRawUserInterface
{
    private const string NoCells = "This host writes a stream of text; it has no screen buffer to read or rearrange.";

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition
    {
        get => new(0, 0);
        set => throw new NotSupportedException(NoCells);
    }

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw new NotSupportedException(NoCells);
    }

    public override int CursorSize { get; set; } = 25;

    public override Size BufferSize
    {
        get => new(terminal.Width, 9999);
        set => throw new NotSupportedException(NoCells);
    }

    public override Size WindowSize
    {
        get => new(terminal.Width, terminal.Height);
        set => throw new NotSupportedException(NoCells);
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override bool KeyAvailable => terminal.InputIsTerminal && Console.KeyAvailable;

    public override string WindowTitle
    {
        get => OperatingSystem.IsWindows() ? Console.Title : "";
        set
        {
            if (terminal.OutputIsTerminal)
            {
                Console.Title = value;
            }
        }
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        var key = keys.Read();
        if ((options & ReadKeyOptions.NoEcho) == 0)
        {
            terminal.Write(key.KeyChar.ToString());
        }

        var state = default(ControlKeyStates);
        state |= (key.Modifiers & ConsoleModifiers.Shift) != 0 ? ControlKeyStates.ShiftPressed : 0;
        state |= (key.Modifiers & ConsoleModifiers.Control) != 0 ? ControlKeyStates.LeftCtrlPressed : 0;
        state |= (key.Modifiers & ConsoleModifiers.Alt) != 0 ? ControlKeyStates.LeftAltPressed : 0;
        return new KeyInfo((int)key.Key, key.KeyChar, state, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    public override int LengthInBufferCells(char source) => CellWidth.Of([source]);

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException(NoCells);

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException(NoCells);

    /// <summary>Filling with blanks is how Clear-Host asks for an empty screen; other fills have no meaning here.</summary>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (terminal.OutputIsTerminal && fill.Character == ' ')
        {
            terminal.Write("\e[2J\e[H");
        }
    }

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new NotSupportedException(NoCells);
}
