namespace IpMsg.PowerShell.Terminal;

/// <summary>A text with a cursor. The cursor passes and deletes whole text elements.</summary>
internal sealed class EditBuffer
{
    /// <summary>The text; its lines end with LF.</summary>
    internal string Text { get; private set; } = "";

    /// <summary>The index of the cursor in the text.</summary>
    internal int Cursor { get; private set; }

    /// <summary>Replaces the text. The cursor is at its end.</summary>
    internal void Set(string text) => (Text, Cursor) = (text, text.Length);

    internal void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
        // A mark belongs to the letter before it, and the cursor is behind both.
        MoveTo(Cursor);
    }

    /// <summary>Replaces a part of the text. The cursor is behind the new part.</summary>
    internal void Replace(int start, int length, string text)
    {
        Text = Text.Remove(start, length).Insert(start, text);
        MoveTo(start + text.Length);
    }

    internal void Left() => Cursor = TextElements.Previous(Text, Cursor);

    internal void Right() => Cursor = TextElements.Next(Text, Cursor);

    internal void Home() => Cursor = 0;

    internal void End() => Cursor = Text.Length;

    internal void WordLeft() => Cursor = WordStart();

    internal void WordRight()
    {
        while (Cursor < Text.Length && char.IsWhiteSpace(Text[Cursor]))
            Right();
        while (Cursor < Text.Length && !char.IsWhiteSpace(Text[Cursor]))
            Right();
    }

    internal void DeleteLeft() => Delete(TextElements.Previous(Text, Cursor), Cursor);

    internal void DeleteRight() => Delete(Cursor, TextElements.Next(Text, Cursor));

    internal void DeleteWordLeft() => Delete(WordStart(), Cursor);

    internal void DeleteToStart() => Delete(0, Cursor);

    internal void DeleteToEnd() => Delete(Cursor, Text.Length);

    private void Delete(int start, int end)
    {
        Text = Text.Remove(start, end - start);
        MoveTo(start);
    }

    private int WordStart()
    {
        int at = Cursor;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1]))
            at--;
        while (at > 0 && !char.IsWhiteSpace(Text[at - 1]))
            at--;
        return at;
    }

    // What was inserted or deleted may have joined two elements.
    private void MoveTo(int index)
    {
        int start = TextElements.Previous(Text, index);
        Cursor = index == 0 ? 0 : TextElements.Next(Text, start) is var end && end > index ? end : index;
    }
}
