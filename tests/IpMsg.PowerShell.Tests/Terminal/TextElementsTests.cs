using System.Linq;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Terminal;

public sealed class TextElementsTests
{
    [Theory]
    [InlineData("abc", "a|b|c")]
    [InlineData("e\u0301a", "e\u0301|a")]
    [InlineData("か\u3099く", "か\u3099|く")]
    [InlineData("👩\u200D🚀!", "👩\u200D🚀|!")]
    [InlineData("👨\u200D👩\u200D👧\u200D👦x", "👨\u200D👩\u200D👧\u200D👦|x")]
    [InlineData("❤\uFE0Fa", "❤\uFE0F|a")]
    [InlineData("👍🏽👍", "👍🏽|👍")]
    [InlineData("🇯🇵🇩🇪", "🇯🇵|🇩🇪")]
    [InlineData("🇯🇵🇩", "🇯🇵|🇩")]
    [InlineData("1\uFE0F\u20E32", "1\uFE0F\u20E3|2")]
    [InlineData("한국", "한|국")]
    [InlineData("\u1112\u1161\u11AB국", "\u1112\u1161\u11AB|국")]
    [InlineData("a\n\u0301b", "a|\n|\u0301|b")]
    [InlineData("", "")]
    public void Text_is_divided_as_a_reader_sees_it(string text, string elements) =>
        Assert.Equal(elements, string.Join("|", TextElements.Of(text).Select(each => text[each.Start..each.End])));

    [Fact]
    public void Half_a_character_is_an_element() => Assert.Equal([(0, 1), (1, 2)], TextElements.Of("\uD83Dx"));

    [Fact]
    public void The_element_before_an_index_begins_where_it_does()
    {
        const string Text = "a👍🏽b";
        Assert.Equal(5, TextElements.Previous(Text, 6));
        Assert.Equal(1, TextElements.Previous(Text, 5));
        Assert.Equal(0, TextElements.Previous(Text, 1));
        Assert.Equal(0, TextElements.Previous(Text, 0));
    }
}
