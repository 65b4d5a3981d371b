using System;
using System.Linq;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("e\u001b[31mvil\u0007", "e␛[31mvil␇")]
    [InlineData("a\0b\u007Fc", "a␀b␡c")]
    [InlineData("a\u009B2J\u0085", "a\uFFFD2J\uFFFD")]
    [InlineData("one\ntwo\tthree\u2028four\u2029five\rsix", "one⏎two three⏎four⏎five␍six")]
    [InlineData("a\u202Eb\u2066c\u200Fd\u061Ce\uFEFFf\u00ADg\u200Bh", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh")]
    [InlineData("flag\U000E0067\U000E007F", "flag\uFFFD\uFFFD")]
    [InlineData("日本語 中文 한국어 ไทย", "日本語 中文 한국어 ไทย")]
    [InlineData("😀👍🏽❤️", "😀👍🏽❤️")]
    [InlineData("か\u3099e\u0301", "か\u3099e\u0301")]
    public void What_acts_is_shown_instead(string text, string shown) => Assert.Equal(shown, SafeText.Line(text));

    [Theory]
    [InlineData("👩\u200D💻🏳️\u200D🌈", true)]
    [InlineData("می\u200Cخواهم", true)]
    [InlineData("क्\u200Dष", true)]
    [InlineData("su\u200Dzuki", false)]
    [InlineData("鈴\u200D", false)]
    [InlineData("\u200D鈴", false)]
    [InlineData("鈴\u200D\u200D木", false)]
    [InlineData("鈴\u200D\U000E0067", false)]
    public void Joiners_stay_where_they_join(string text, bool stays) =>
        Assert.Equal(stays ? text : text.Replace('\u200D', '\uFFFD').Replace("\U000E0067", "\uFFFD"), SafeText.Line(text));

    [Fact]
    public void A_joiner_beside_half_a_character_is_shown()
    {
        string half = "👩\u200D" + '\uD83D';
        Assert.Equal("👩\uFFFD\uFFFD", SafeText.Line(half));
        Assert.Equal("\uFFFD\uFFFD👩", SafeText.Line("\uDC69\u200D👩"));
    }

    [Fact]
    public void Marks_do_not_pile_up()
    {
        Assert.Equal("a\u0300\u0301\u0302\u0303\uFFFDb\u0300", SafeText.Line("a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307b\u0300"));
        Assert.InRange(SafeText.Line("a" + new string('\u0300', 10_000)).Length, 1, 6);
    }

    // Attributes would not keep them.
    [Fact]
    public void Half_a_pair_is_no_character() => Assert.Equal("a\uFFFDb\uFFFD", SafeText.Line(new string(['a', '\uD83D', 'b', '\uDE00'])));

    [Fact]
    public void Lines_can_stay() => Assert.Equal("one\ntwo\nthree␛", SafeText.Lines("one\ntwo\u2028three\u001b"));

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal("", SafeText.Line(null) + SafeText.Lines(null));

    [Fact]
    public void Every_character_that_is_shown_is_harmless()
    {
        string all = string.Concat(Enumerable.Range(0, 0xD800).Select(each => (char)each));
        Assert.DoesNotContain(SafeText.Lines(all),
            each => char.IsControl(each) && each != '\n'
                || each is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
    }

    [Fact]
    public void Errors_are_harmless_from_the_beginning() =>
        Assert.Equal("'e␛[31mvil' is not there.",
            new IpMsgException(IpMsgErrorId.RecipientNotFound, "'e\u001b[31mvil' is not there.").Message);
}
