using System;

namespace IpMsg.PowerShell.Terminal;

/// <summary>What a key asks for beyond the text.</summary>
internal enum EditorRequest
{
    /// <summary>Nothing; the text or the cursor may have changed.</summary>
    None,
    /// <summary>Enter: the text is finished.</summary>
    Submit,
    /// <summary>Tab: complete the word at the cursor.</summary>
    Complete,
    /// <summary>Shift and Tab: the completion before.</summary>
    CompleteBack,
    /// <summary>Ctrl+C, or Ctrl+D without a text: leave.</summary>
    Leave,
}

/// <summary>Edits one text with the keys that PSReadLine and shells have for it.</summary>
internal sealed class LineEditor
{
    private readonly InputHistory _history = new();
    private char _highSurrogate;

    internal EditBuffer Buffer { get; } = new();

    /// <summary>Takes the finished text, and begins a new one.</summary>
    internal string Take()
    {
        string text = Buffer.Text;
        _history.Add(text);
        Buffer.Set("");
        return text;
    }

    /// <summary>Inserts text, whose lines end with LF.</summary>
    internal void Paste(string text) => Buffer.Insert(text);

    internal EditorRequest Press(ConsoleKeyInfo key)
    {
        bool hasControl = (key.Modifiers & ConsoleModifiers.Control) != 0, hasAlt = (key.Modifiers & ConsoleModifiers.Alt) != 0;
        bool hasShift = (key.Modifiers & ConsoleModifiers.Shift) != 0;
        // AltGr is Ctrl and Alt on Windows, and has a character.
        if (key.KeyChar >= ' ' && key.KeyChar != '\x7F' && hasControl == hasAlt && key.Key is not (ConsoleKey.Backspace or ConsoleKey.Tab))
            return Type(key.KeyChar);
        switch (key.Key)
        {
            // Ctrl+J is Enter with Ctrl.
            case ConsoleKey.Enter when hasAlt || hasShift || hasControl:
                Buffer.Insert("\n");
                return EditorRequest.None;
            case ConsoleKey.Enter:
                return EditorRequest.Submit;
            case ConsoleKey.Tab:
                return hasShift ? EditorRequest.CompleteBack : EditorRequest.Complete;
            case ConsoleKey.C when hasControl:
            case ConsoleKey.D when hasControl && Buffer.Text.Length == 0:
                return EditorRequest.Leave;
            default:
                if (hasControl || hasAlt)
                    PressCombined(key.Key, hasControl);
                else
                    PressPlain(key.Key);
                return EditorRequest.None;
        }
    }

    private EditorRequest Type(char typed)
    {
        // An emoji comes as two keys.
        if (char.IsHighSurrogate(typed))
        {
            _highSurrogate = typed;
            return EditorRequest.None;
        }
        if (!char.IsLowSurrogate(typed))
            Buffer.Insert(typed.ToString());
        else if (_highSurrogate != 0)
            Buffer.Insert(new string([_highSurrogate, typed]));
        _highSurrogate = '\0';
        return EditorRequest.None;
    }

    private void PressPlain(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.LeftArrow: Buffer.Left(); break;
            case ConsoleKey.RightArrow: Buffer.Right(); break;
            case ConsoleKey.Home: Buffer.Home(); break;
            case ConsoleKey.End: Buffer.End(); break;
            case ConsoleKey.Backspace: Buffer.DeleteLeft(); break;
            case ConsoleKey.Delete: Buffer.DeleteRight(); break;
            case ConsoleKey.Escape: Buffer.Set(""); break;
            case ConsoleKey.UpArrow: Recall(_history.Previous(Buffer.Text)); break;
            case ConsoleKey.DownArrow: Recall(_history.Next()); break;
        }
    }

    private void PressCombined(ConsoleKey key, bool hasControl)
    {
        switch (key)
        {
            case ConsoleKey.LeftArrow: case ConsoleKey.B when !hasControl: Buffer.WordLeft(); break;
            case ConsoleKey.RightArrow: case ConsoleKey.F when !hasControl: Buffer.WordRight(); break;
            case ConsoleKey.A when hasControl: Buffer.Home(); break;
            case ConsoleKey.E when hasControl: Buffer.End(); break;
            case ConsoleKey.B: Buffer.Left(); break;
            case ConsoleKey.F: Buffer.Right(); break;
            case ConsoleKey.U when hasControl: Buffer.DeleteToStart(); break;
            case ConsoleKey.K when hasControl: Buffer.DeleteToEnd(); break;
            case ConsoleKey.W when hasControl: case ConsoleKey.Backspace: Buffer.DeleteWordLeft(); break;
            case ConsoleKey.H when hasControl: Buffer.DeleteLeft(); break;
            case ConsoleKey.D when hasControl: Buffer.DeleteRight(); break;
            case ConsoleKey.P when hasControl: Recall(_history.Previous(Buffer.Text)); break;
            case ConsoleKey.N when hasControl: Recall(_history.Next()); break;
        }
    }

    private void Recall(string? line)
    {
        if (line is not null)
            Buffer.Set(line);
    }
}
