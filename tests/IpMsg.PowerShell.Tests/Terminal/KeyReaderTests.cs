using System;
using System.Collections.Generic;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

public sealed class KeyReaderTests
{
    private readonly QueuedKeyboard _keyboard = new();
    private readonly List<string> _read = [];
    private readonly KeyReader _reader;

    public KeyReaderTests() => _reader = new KeyReader(_keyboard);

    [Fact]
    public void Marked_text_is_pasted_whole()
    {
        _keyboard.Type("a\x1b[200~one\rtwo\t\0x\r\x1b[201~b\r");
        Assert.Equal("a|<one\ntwo x\n>|b|\r", Read());
    }

    [Fact]
    public void Marks_may_come_in_parts()
    {
        _keyboard.Type("\x1b[20");
        Assert.Equal("", Read());
        _keyboard.Type("0~one\r");
        Assert.Equal("", Read());
        _keyboard.Type("two\x1b");
        Assert.Equal("", Read());
        _keyboard.Type("[201~");
        Assert.Equal("<one\ntwo>", Read());
    }

    [Fact]
    public void An_Escape_that_stands_alone_is_a_key()
    {
        _keyboard.Type("\x1b");
        Assert.Equal("", Read());
        Assert.Equal("\x1b", Read());
    }

    [Fact]
    public void Without_marks_an_Enter_with_text_behind_it_does_not_submit()
    {
        _keyboard.Type("one\r\rtwo\r");
        Assert.Equal("o|n|e|<\n>|<\n>|t|w|o|\r", Read());
    }

    [Fact]
    public void An_Enter_before_a_key_without_text_submits()
    {
        _keyboard.Type("a\r").Press(QueuedKeyboard.Key(ConsoleKey.UpArrow));
        Assert.Equal("a|\r|UpArrow", Read());
    }

    [Fact]
    public void Keys_behind_one_that_ends_the_reading_wait()
    {
        _keyboard.Type("ab");
        _reader.Read(key => { _read.Add(key.KeyChar.ToString()); return false; }, _ => { });
        Assert.Equal("a", string.Join("|", _read));
        _read.Clear();
        Assert.Equal("b", Read());
    }

    private string Read()
    {
        _read.Clear();
        _reader.Read(
            key =>
            {
                _read.Add(key.KeyChar == '\0' ? key.Key.ToString() : key.KeyChar.ToString());
                return true;
            },
            text => _read.Add("<" + text + ">"));
        return string.Join("|", _read);
    }
}
