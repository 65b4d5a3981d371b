using System;
using System.Globalization;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Interop;

public sealed class CodePagesTests
{
    [Theory]
    [InlineData("shift_jis", "テスト", "836583588367")]
    [InlineData("932", "テスト", "836583588367")]
    [InlineData("gb18030", "你好", "C4E3BAC3")]
    [InlineData("ks_c_5601-1987", "안녕", "BEC8B3E7")]
    [InlineData("949", "안녕", "BEC8B3E7")]
    [InlineData("big5", "你好", "A741A66E")]
    [InlineData("utf-8", "é", "C3A9")]
    public void Names_and_numbers_find_their_encoding(string name, string text, string hex)
    {
        var encoding = CodePages.Find(name);
        Assert.Equal(hex, Convert.ToHexString(encoding.GetBytes(text)));
        Assert.Equal(text, encoding.GetString(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData("shift_jis")]
    [InlineData("gb18030")]
    [InlineData("ks_c_5601-1987")]
    public void Bytes_that_are_no_text_do_not_throw(string name)
    {
        byte[] bytes = [0x81, 0xFF, 0x41, 0x80, 0xFE];
        Assert.Contains("A", CodePages.Find(name).GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Utf8_is_the_very_one_that_the_protocol_uses() => Assert.Same(TextCodec.Utf8, CodePages.Find("65001"));

    [Theory]
    [InlineData("klingon")]
    [InlineData("")]
    [InlineData("99999999")]
    [InlineData("utf-16")]
    [InlineData("12000")]
    [InlineData("IBM037")]
    public void An_unknown_or_unfit_encoding_is_an_error_with_examples(string name) =>
        Assert.Contains("shift_jis", Assert.Throws<ArgumentException>(() => CodePages.Find(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("zh-CN", "gb18030")]
    [InlineData("zh-Hant-TW", "gb18030")]
    [InlineData("ko-KR", "ks_c_5601-1987")]
    [InlineData("ja-JP", "shift_jis")]
    [InlineData("de-DE", "shift_jis")]
    [InlineData("", "shift_jis")]
    public void The_default_follows_the_culture(string culture, string expected)
    {
        Assert.Equal(expected, CodePages.DefaultFor(CultureInfo.GetCultureInfo(culture)));
        Assert.IsAssignableFrom<Encoding>(CodePages.Find(expected));
    }
}
