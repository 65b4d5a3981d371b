using System.Text;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>In which encoding a recipient understands us (R13).</summary>
public class TextWritingTests
{
    [Theory]
    [InlineData(ObservedEncoding.Unknown, ClientDialect.Standard)]
    [InlineData(ObservedEncoding.CodePage, ClientDialect.Standard)]
    [InlineData(ObservedEncoding.CodePage, ClientDialect.FeiQ)]
    [Rule(13)]
    public void R13_a_member_that_announces_utf8_gets_it_flagged(ObservedEncoding observed, ClientDialect dialect)
    {
        var encoding = Codecs.Japanese.WriteTo(EntryFlags.CanUtf8 | EntryFlags.Absent, observed, dialect, out bool flagged);
        Assert.Same(TextCodec.Utf8, encoding);
        Assert.True(flagged);
    }

    [Theory]
    [InlineData(ObservedEncoding.SaysUtf8)]
    [InlineData(ObservedEncoding.Utf8)]
    [Rule(99)]
    public void R99_a_member_that_writes_utf8_without_the_flag_gets_the_same(ObservedEncoding observed)
    {
        var encoding = Codecs.Japanese.WriteTo(EntryFlags.Absent, observed, ClientDialect.Iptux, out bool flagged);
        Assert.Same(TextCodec.Utf8, encoding);
        Assert.False(flagged);
    }

    [Theory]
    [InlineData(ObservedEncoding.Unknown, ClientDialect.Standard, "shift_jis")]
    [InlineData(ObservedEncoding.CodePage, ClientDialect.Iptux, "shift_jis")]
    [InlineData(ObservedEncoding.Unknown, ClientDialect.FeiQ, "gb18030")]
    [InlineData(ObservedEncoding.CodePage, ClientDialect.NeiWangTong, "gb18030")]
    [Rule(97)]
    public void R97_all_others_get_the_code_page_of_their_dialect(ObservedEncoding observed, ClientDialect dialect, string name)
    {
        // UTF8OPT in a status is no announcement: only CAPUTF8OPT is.
        var encoding = Codecs.Japanese.WriteTo(EntryFlags.Utf8 | EntryFlags.CanEncrypt, observed, dialect, out bool flagged);
        Assert.Equal(name, encoding.WebName);
        Assert.False(flagged);
    }

    [Theory]
    [InlineData("テスト", "shift_jis", true)]
    [InlineData("what?", "shift_jis", true)]
    [InlineData("안녕", "shift_jis", false)]
    [InlineData("😀", "shift_jis", false)]
    [InlineData("😀안녕テスト", "gb18030", true)]
    [InlineData("안녕", "ks_c_5601-1987", true)]
    [InlineData("你好", "ks_c_5601-1987", false)]
    [Rule(13)]
    public void R13_it_is_known_whether_a_text_survives_a_code_page(string text, string encoding, bool survives) =>
        Assert.Equal(survives, TextCodec.CanWrite(text, Encoding.GetEncoding(encoding)));

    [Fact]
    [Rule(13)]
    public void R13_utf8_goes_out_without_a_byte_order_mark() => Assert.Empty(TextCodec.Utf8.GetPreamble());
}
