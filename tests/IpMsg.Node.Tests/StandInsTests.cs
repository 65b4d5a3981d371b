using System.Linq;
using System.Text;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>The characters that stand for others, on consoles with a code page of Japan, China, Korea or Taiwan.</summary>
public sealed class StandInsTests
{
    private static Encoding Strict(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(
        codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    [Theory]
    [InlineData(932)]
    [InlineData(936)]
    [InlineData(949)]
    [InlineData(950)]
    public void Every_stand_in_of_a_legacy_console_is_in_its_code_page_and_takes_one_column(int codePage)
    {
        var standIns = StandIns.For(Strict(codePage));
        Assert.True(standIns.IsLegacy);
        string all = standIns.LineEnd.ToString() + standIns.Other + standIns.Ellipsis
            + string.Concat(Enumerable.Range(0, 32).Append(127).Select(each => standIns.Control((char)each)));
        Assert.Equal(all.Length, Strict(codePage).GetByteCount(all));
        Assert.Equal(all, Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(all)));
        Assert.DoesNotContain('?', all);
    }

    /// <summary>What these consoles showed before: a question mark for each.</summary>
    [Theory]
    [InlineData(932)]
    [InlineData(936)]
    public void The_code_pages_lack_the_symbols_for_Unicode(int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        foreach (char each in (char[])[StandIns.Unicode.LineEnd, StandIns.Unicode.Control('\u001b'), StandIns.Unicode.Other])
            Assert.Equal("?", encoding.GetString(encoding.GetBytes(each.ToString())));
    }

    [Theory]
    [InlineData(65001)]
    [InlineData(54936)]
    [InlineData(437)]
    [InlineData(1252)]
    public void Other_consoles_keep_the_symbols(int codePage) =>
        Assert.Same(StandIns.Unicode, StandIns.For(CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.UTF8));

    [Fact]
    public void Text_for_a_legacy_console_is_harmless_and_in_its_code_page()
    {
        var encoding = Strict(932);
        const string Evil = "日本語 e\u001b[31mvil\u0007\r\nnext\u202Eabc\u009B2J\tend";
        string shown = SafeText.Convert(Evil, keepsLines: false, StandIns.For(encoding));
        Assert.Equal("日本語 e.[31mvil..|next.abc.2J end", shown);
        Assert.Equal(shown, encoding.GetString(encoding.GetBytes(shown)));
        Assert.Equal("one.\ntwo", SafeText.Convert("one\r\ntwo", keepsLines: true, StandIns.For(encoding)));
    }

    [Theory]
    [InlineData("鈴木", 4)]
    [InlineData("ｽｽﾞｷ", 4)]
    [InlineData("№1 →", 6)]
    [InlineData("suzuki", 6)]
    public void Columns_of_a_legacy_console_are_bytes(string text, int columns) =>
        Assert.Equal(columns, StandIns.For(Strict(932)).ColumnsOf(text));
}
