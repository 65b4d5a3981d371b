using System.Text;
using IpMsg.Node;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

public sealed class CellWidthsTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("äöü", 3)]
    [InlineData("日本語", 6)]
    [InlineData("한국어", 6)]
    [InlineData("ｱｲｳ", 3)]
    [InlineData("ＡＢ", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("か\u3099", 2)]
    [InlineData("🍱", 2)]
    [InlineData("👩\u200D🚀", 2)]
    [InlineData("👨\u200D👩\u200D👧\u200D👦", 2)]
    [InlineData("❤", 1)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("🏳\uFE0F\u200D🌈", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("🇯🇵", 2)]
    [InlineData("𠮷野家", 6)]
    [InlineData("葛\U000E0100城", 4)]
    [InlineData("⏎␛�", 3)]
    public void Text_takes_cells(string text, int cells) => Assert.Equal(cells, CellWidths.Default.Of(text));

    [Theory]
    [InlineData("👩\u200D🚀", 4)]
    [InlineData("❤\uFE0F", 1)]
    [InlineData("👍🏽", 4)]
    [InlineData("🇯🇵", 4)]
    [InlineData("日本語", 6)]
    public void A_terminal_that_draws_each_part_gives_it_cells(string text, int cells)
    {
        var widths = new CellWidths { Joins = false, WidensSymbols = false, AppliesModifiers = false, Flag = 4 };
        Assert.Equal(cells, widths.Of(text));
    }

    [Fact]
    public void The_old_console_of_Japan_gives_two_cells_to_what_has_two_bytes()
    {
        var widths = new CellWidths { StandIns = StandIns.For(CodePagesEncodingProvider.Instance.GetEncoding(932)!) };
        Assert.Equal(2, widths.Of("■"));
        Assert.Equal(1, widths.Of("ｱ"));
        Assert.Equal(1, CellWidths.Default.Of("■"));
    }
}
