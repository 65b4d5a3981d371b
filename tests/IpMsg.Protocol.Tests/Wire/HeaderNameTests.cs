using System.Text;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Own names on their way into the header.</summary>
public class HeaderNameTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a:b::c", "a;b;;c")]
    [InlineData("a\0b", "ab")]
    [InlineData("a\a\b\r\n\tb\u007f\u0085", "ab")]
    [InlineData("  alice  ", "alice")]
    [InlineData("表ソ😀", "表ソ😀")]
    [Rule(10)]
    public void R10_separators_and_control_characters_do_not_get_into_a_name(string name, string clean) =>
        Assert.Equal(clean, HeaderName.Clean(name, "instead"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\0\n")]
    [Rule(10)]
    public void R10_a_name_is_never_empty(string? name) => Assert.Equal("instead", HeaderName.Clean(name, "instead"));

    [Theory]
    [InlineData("x", 79)]
    [InlineData("é", 39)]
    [InlineData("表", 26)]
    [InlineData("😀", 19)]
    [Rule(10)]
    public void R10_a_name_is_cut_to_what_the_reference_keeps_between_characters(string character, int fitting)
    {
        string clean = HeaderName.Clean(new StringBuilder().Insert(0, character, 100).ToString(), "instead");
        Assert.Equal(new StringBuilder().Insert(0, character, fitting).ToString(), clean);
    }

    [Fact]
    [Rule(10)]
    public void R10_a_name_of_any_length_is_cut_at_once() =>
        Assert.Equal(79, HeaderName.Clean(new string('x', 1_000_000), "instead").Length);

    [Fact]
    [Rule(10)]
    public void R10_a_cut_leaves_no_space_at_the_end() =>
        Assert.Equal(new string('x', 78), HeaderName.Clean(new string('x', 78) + " yyy", "instead"));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 0, "")]
    [InlineData("aé", 2, "a")]
    [InlineData("a😀b", 5, "a😀")]
    [InlineData("a😀b", 4, "a")]
    [Rule(10)]
    public void R10_shortening_counts_bytes_and_keeps_characters_whole(string text, int bytes, string shortened) =>
        Assert.Equal(shortened, HeaderName.Shorten(text, bytes));

    [Theory]
    [InlineData("iso-8859-1", "a：b")]
    [InlineData("us-ascii", "a:b")]
    [InlineData("shift_jis", "ソース：表")]
    [Rule(10)]
    public void R10_no_encoding_brings_a_colon_into_a_name(string encoding, string name) =>
        Assert.DoesNotContain((byte)':', HeaderName.Encode(name, Encoding.GetEncoding(encoding)));
}
