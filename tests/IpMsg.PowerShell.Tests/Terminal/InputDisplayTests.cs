using System.Linq;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

public sealed class InputDisplayTests
{
    private readonly EditBuffer _input = new();
    private readonly ReflowingScreen _screen = new(30, CellWidths.Default);
    private readonly InputDisplay _display;

    public InputDisplayTests() => _display = new InputDisplay(_screen, CellWidths.Default) { Prompt = "suzuki> " };

    [Fact]
    public void Lines_are_printed_above_what_is_typed()
    {
        _input.Set("昼食🍱");
        _display.Redraw(_input);
        _display.Print(["one", "two 日本語"], _input);
        Assert.Equal(["one", "two 日本語", "suzuki> 昼食🍱"], _screen.Rows);
        Assert.Equal(14, _screen.Column);
        _input.Left();
        _display.Redraw(_input);
        Assert.Equal(12, _screen.Column);
    }

    [Fact]
    public void A_long_text_shows_the_part_around_the_cursor()
    {
        _input.Set("0123456789 123456789 123456789 昼食 the end");
        _display.Redraw(_input);
        string row = Assert.Single(_screen.Rows);
        Assert.StartsWith("suzuki> <", row);
        Assert.EndsWith("昼食 the end", row);
        Assert.Equal(CellWidths.Default.Of(row), _screen.Column);
        _input.Home();
        _display.Redraw(_input);
        Assert.Equal(["suzuki> 0123456789 12345678>"], _screen.Rows);
        Assert.Equal(8, _screen.Column);
    }

    [Fact]
    public void A_text_that_fits_is_shown_whole()
    {
        _input.Set("0123456789 123456789");
        _display.Redraw(_input);
        Assert.Equal(["suzuki> 0123456789 123456789"], _screen.Rows);
        Assert.Equal(28, _screen.Column);
        _input.Insert("0");
        _display.Redraw(_input);
        Assert.Equal(["suzuki> <789 1234567890"], _screen.Rows);
    }

    [Fact]
    public void The_cursor_is_seen_at_each_place_of_any_text()
    {
        _input.Set("日本語🍱と English 👩\u200D🚀 e\u0301 and a long tail of words 昼食 🇯🇵 終わり");
        for (int steps = 0; steps < 150; steps++)
        {
            _display.Redraw(_input);
            Assert.InRange(_screen.Column, 8, 28);
            Assert.InRange(CellWidths.Default.Of(Assert.Single(_screen.Rows)), 0, 29);
            if (steps < 75)
                _input.Left();
            else
                _input.Right();
        }
    }

    [Fact]
    public void Line_ends_and_what_a_terminal_obeys_are_shown_as_symbols()
    {
        _input.Set("a\nb\x1b[31m\u202Ec");
        _display.Redraw(_input);
        Assert.Equal(["suzuki> a⏎b␛[31m�c"], _screen.Rows);
    }

    [Theory]
    [InlineData(29)]
    [InlineData(22)]
    [InlineData(21)]
    [InlineData(15)]
    [InlineData(14)]
    [InlineData(9)]
    public void A_narrower_window_leaves_no_remains_and_takes_no_line(int width)
    {
        _input.Set("昼食🍱 12345678");
        _display.Print(["printed"], _input);
        _screen.Width = width;
        _display.Refresh(_input);
        _display.Print([], _input);
        Assert.Equal("printed", string.Concat(_screen.Rows.TakeWhile(row => row[0] is not ('>' or 's'))));
    }

    [Fact]
    public void A_wider_window_shows_more_of_the_text()
    {
        _input.Set("0123456789 123456789 123456789");
        _display.Redraw(_input);
        _screen.Width = 60;
        _display.Refresh(_input);
        Assert.Equal(["suzuki> 0123456789 123456789 123456789"], _screen.Rows);
    }

    [Fact]
    public void A_prompt_that_is_too_long_for_the_window_gives_way()
    {
        _display.Prompt = "somebody with a long name> ";
        _input.Set("text");
        _display.Redraw(_input);
        Assert.Equal(["> text"], _screen.Rows);
    }

    [Fact]
    public void Nothing_is_left_of_the_input_at_the_end()
    {
        _input.Set("text");
        _display.Print(["one"], _input);
        _display.Clear();
        Assert.Equal(["one", ""], _screen.Rows);
    }
}
