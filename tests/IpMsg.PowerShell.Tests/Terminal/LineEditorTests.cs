using System;
using System.Linq;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new();

    private string State => _editor.Buffer.Text.Insert(_editor.Buffer.Cursor, "|");

    [Fact]
    public void Typed_characters_are_inserted_at_the_cursor()
    {
        Type("ac");
        Press(ConsoleKey.LeftArrow);
        Type("b昼🍱");
        Assert.Equal("ab昼🍱|c", State);
    }

    [Fact]
    public void Backspace_and_Delete_take_whole_characters()
    {
        Type("x👩\u200D🚀e\u0301");
        Press(ConsoleKey.Backspace);
        Assert.Equal("x👩\u200D🚀|", State);
        Press(ConsoleKey.Backspace);
        Assert.Equal("x|", State);
        Type("👍🏽y");
        Press(ConsoleKey.Home);
        Press(ConsoleKey.RightArrow);
        Press(ConsoleKey.Delete);
        Assert.Equal("x|y", State);
    }

    [Fact]
    public void The_cursor_passes_whole_characters()
    {
        Type("🇯🇵か\u3099");
        Press(ConsoleKey.LeftArrow);
        Assert.Equal("🇯🇵|か\u3099", State);
        Press(ConsoleKey.LeftArrow);
        Assert.Equal("|🇯🇵か\u3099", State);
        Press(ConsoleKey.LeftArrow);
        Press(ConsoleKey.RightArrow);
        Assert.Equal("🇯🇵|か\u3099", State);
    }

    [Theory]
    [InlineData(ConsoleKey.A, "|one two  three")]
    [InlineData(ConsoleKey.E, "one two  three|")]
    [InlineData(ConsoleKey.U, "|  three")]
    [InlineData(ConsoleKey.K, "one two|")]
    [InlineData(ConsoleKey.W, "one |  three")]
    [InlineData(ConsoleKey.D, "one two| three")]
    [InlineData(ConsoleKey.LeftArrow, "one |two  three")]
    [InlineData(ConsoleKey.RightArrow, "one two  three|")]
    public void Ctrl_has_the_keys_of_shells(ConsoleKey key, string state)
    {
        Type("one two  three");
        for (int i = 0; i < "  three".Length; i++)
            Press(ConsoleKey.LeftArrow);
        Assert.Equal(EditorRequest.None, _editor.Press(QueuedKeyboard.Key(key, control: true)));
        Assert.Equal(state, State);
    }

    [Fact]
    public void Up_and_Down_recall_lines_and_the_unfinished_one()
    {
        foreach (string line in (string[])["first", "second", "second"])
        {
            Type(line);
            Assert.Equal(EditorRequest.Submit, Press(ConsoleKey.Enter));
            Assert.Equal(line, _editor.Take());
        }
        Type("unfinished");
        Press(ConsoleKey.UpArrow);
        Assert.Equal("second|", State);
        Press(ConsoleKey.UpArrow);
        Press(ConsoleKey.UpArrow);
        Assert.Equal("first|", State);
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("unfinished|", State);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("unfinished|", State);
    }

    [Fact]
    public void Alt_Shift_or_Ctrl_with_Enter_begins_a_line_of_the_text()
    {
        Type("a");
        Assert.Equal(EditorRequest.None, _editor.Press(QueuedKeyboard.Key(ConsoleKey.Enter, alt: true)));
        Type("b");
        Assert.Equal(EditorRequest.None, _editor.Press(QueuedKeyboard.Key(ConsoleKey.Enter, shift: true)));
        Assert.Equal(EditorRequest.None, _editor.Press(QueuedKeyboard.Key(ConsoleKey.Enter, control: true)));
        Assert.Equal("a\nb\n\n|", State);
    }

    [Fact]
    public void Ctrl_C_leaves_and_Ctrl_D_only_without_a_text()
    {
        Type("x");
        Assert.Equal(EditorRequest.None, _editor.Press(QueuedKeyboard.Key(ConsoleKey.D, control: true)));
        Assert.Equal(EditorRequest.Leave, _editor.Press(new ConsoleKeyInfo('\x03', ConsoleKey.C, false, false, true)));
        Press(ConsoleKey.Backspace);
        Assert.Equal(EditorRequest.Leave, _editor.Press(QueuedKeyboard.Key(ConsoleKey.D, control: true)));
    }

    [Fact]
    public void AltGr_types_its_character_and_Alt_alone_does_not()
    {
        _editor.Press(new ConsoleKeyInfo('@', ConsoleKey.Q, false, alt: true, control: true));
        _editor.Press(new ConsoleKeyInfo('x', ConsoleKey.X, false, alt: true, control: false));
        Assert.Equal("@|", State);
    }

    [Fact]
    public void Escape_clears_the_text_and_half_an_emoji_is_none()
    {
        Type("abc\x1b");
        Assert.Equal("|", State);
        Type("\uDF71x\uD83D" + "y");
        Assert.Equal("xy|", State);
    }

    private void Type(string text) => text.ToList().ForEach(each => _editor.Press(QueuedKeyboard.Key(each)));

    private EditorRequest Press(ConsoleKey key) => _editor.Press(QueuedKeyboard.Key(key));
}
