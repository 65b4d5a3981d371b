using System;
using System.Globalization;

namespace IpMsg.Shell.Editing;

/// <summary>A line of text with a cursor in it. Moves by whole characters, as people see them.</summary>
internal sealed class LineBuffer
{
    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    public void Set(string text, int? cursor = null)
    {
        Text = text;
        Cursor = cursor ?? text.Length;
    }

    public void Insert(char c) => Replace(Cursor, 0, c.ToString());

    /// <summary>Puts a text in place of another; the cursor ends up behind it.</summary>
    public void Replace(int start, int length, string text) =>
        Set(Text.Remove(start, length).Insert(start, text), start + text.Length);

    public void MoveTo(int position) => Cursor = Math.Clamp(position, 0, Text.Length);

    public void MoveLeft() => Cursor = Before();

    public void MoveRight() => Cursor = After();

    public void MoveWordLeft() => Cursor = WordStart();

    public void MoveWordRight()
    {
        while (Cursor < Text.Length && char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }

        while (Cursor < Text.Length && !char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }
    }

    public void DeleteBefore() => Cut(Before(), Cursor);

    public void DeleteAfter() => Cut(Cursor, After());

    public void DeleteWord() => Cut(WordStart(), Cursor);

    public void DeleteToStart() => Cut(0, Cursor);

    public void DeleteToEnd() => Cut(Cursor, Text.Length);

    private void Cut(int start, int end) => Replace(start, end - start, "");

    private int After() => Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    private int Before()
    {
        var position = 0;
        for (var next = 0; next < Cursor; next += StringInfo.GetNextTextElementLength(Text, next))
        {
            position = next;
        }

        return position;
    }

    private int WordStart()
    {
        var position = Cursor;
        while (position > 0 && char.IsWhiteSpace(Text[position - 1]))
        {
            position--;
        }

        while (position > 0 && !char.IsWhiteSpace(Text[position - 1]))
        {
            position--;
        }

        return position;
    }
}
