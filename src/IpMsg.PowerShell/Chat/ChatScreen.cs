using System;
using System.Collections.Generic;
using IpMsg.PowerShell.Terminal;

namespace IpMsg.PowerShell.Chat;

/// <summary>The conversation on the screen: its lines, and the input below them.</summary>
/// <param name="display">The rows above the input.</param>
/// <param name="widths">The cells of characters.</param>
internal sealed class ChatScreen(InputDisplay display, CellWidths widths)
{
    private readonly ChatLayout _layout = new(widths, static () => DateTime.Today);

    internal LineEditor Editor { get; } = new();

    /// <summary>The name in the prompt. Harmless.</summary>
    internal string Prompt { set => display.Prompt = value.Length == 0 ? "> " : value + "> "; }

    internal void Message(DateTimeOffset at, string name, string text) => Print(_layout.Message(at, name, text, display.RowWidth));

    internal void Own(string text) => Print(_layout.Own(DateTimeOffset.Now, text, display.RowWidth));

    internal void Notice(string text) => Print(_layout.Notice(DateTimeOffset.Now, text, display.RowWidth));

    internal void Notices(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            Notice(line);
    }

    internal void Redraw() => display.Redraw(Editor.Buffer);

    internal void Refresh() => display.Refresh(Editor.Buffer);

    /// <summary>Removes the input, for what others write to the terminal.</summary>
    internal void Clear() => display.Clear();

    private void Print(IEnumerable<string> rows) => display.Print(rows, Editor.Buffer);
}
