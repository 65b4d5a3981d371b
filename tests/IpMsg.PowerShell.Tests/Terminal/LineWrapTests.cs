using System.Linq;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

public sealed class LineWrapTests
{
    [Theory]
    [InlineData("short", "short")]
    [InlineData("", "")]
    [InlineData("one two three", "one two|three")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("1234567890 x", "1234567890|x")]
    [InlineData("12345678901", "1234567890|1")]
    [InlineData("a 123456789012", "a|1234567890|12")]
    [InlineData("日本語の文章です", "日本語の文|章です")]
    [InlineData("a日本語の文章です", "a日本語の|文章です")]
    [InlineData("昼食を食べeat now", "昼食を食べ|eat now")]
    [InlineData("abc🍱🍱🍱🍱", "abc🍱🍱🍱|🍱")]
    [InlineData("abcdefghi👩\u200D🚀", "abcdefghi|👩\u200D🚀")]
    [InlineData("first\nsecond line", "first|second|line")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("word   ", "word")]
    public void Text_is_broken_at_ten_cells(string text, string rows)
    {
        string[] broken = [.. LineWrap.Rows(text, 10, CellWidths.Default)];
        Assert.Equal(rows, string.Join("|", broken));
        Assert.All(broken, row => Assert.InRange(CellWidths.Default.Of(row), 0, 10));
    }
}
