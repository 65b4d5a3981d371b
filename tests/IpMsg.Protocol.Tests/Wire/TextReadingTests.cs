using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Bytes to characters: the flag first, well-formed UTF-8 next, the code page last.</summary>
public class TextReadingTests
{
    private const string Tesuto = "836583588367", NiHao = "c4e3bac3", Annyeong = "bec8b3e7";

    [Fact]
    [Rule(13)]
    public void R13_the_code_page_reads_what_has_no_flag()
    {
        Assert.Equal("テスト", Codecs.Japanese.Read(PacketReading.Bytes(Tesuto), flagged: false));
        Assert.Equal("你好", Codecs.Chinese.Read(PacketReading.Bytes(NiHao), flagged: false));
        Assert.Equal("안녕", Codecs.Korean.Read(PacketReading.Bytes(Annyeong), flagged: false));
    }

    [Theory]
    [InlineData("e38386e382b9e38388", "テスト")]
    [InlineData("e4bda0e5a5bd", "你好")]
    [InlineData("ec9588eb8595", "안녕")]
    [InlineData("f09f9880", "😀")]
    [InlineData("68656c6c6f", "hello")]
    [InlineData("", "")]
    [Rule(13)]
    public void R13_the_flag_means_utf8_whatever_the_code_page(string hex, string text)
    {
        foreach (var codec in new[] { Codecs.Japanese, Codecs.Chinese, Codecs.Korean })
            Assert.Equal(text, codec.Read(PacketReading.Bytes(hex), flagged: true, ObservedEncoding.CodePage, ClientDialect.FeiQ));
    }

    [Theory]
    [InlineData(ClientDialect.FeiQ)]
    [InlineData(ClientDialect.NeiWangTong)]
    [Rule(97)]
    public void R97_chinese_clients_are_read_as_chinese_in_japan(ClientDialect dialect) =>
        Assert.Equal("你好", Codecs.Japanese.Read(PacketReading.Bytes(NiHao), flagged: false, ObservedEncoding.Unknown, dialect));

    [Fact]
    [Rule(97)]
    public void R97_chinese_beyond_GBK_is_read_too() =>
        Assert.Equal("𠀀",
            Codecs.Japanese.Read(PacketReading.Bytes("95328236"), flagged: false, ObservedEncoding.Unknown, ClientDialect.FeiQ));

    [Theory]
    [InlineData(ObservedEncoding.Unknown)]
    [InlineData(ObservedEncoding.SaysUtf8)]
    [InlineData(ObservedEncoding.Utf8)]
    [Rule(99)]
    public void R99_utf8_without_the_flag_is_known_by_its_form(ObservedEncoding observed) =>
        Assert.Equal("hello ☃ 你好", Codecs.Japanese.Read("hello ☃ 你好"u8, flagged: false, observed));

    // C3 A9 is é in UTF-8 and two half-width katakana in code page 932.
    [Fact]
    [Rule(99)]
    public void R99_doubtful_bytes_of_a_code_page_writer_are_code_page()
    {
        byte[] doubtful = PacketReading.Bytes("c3a9");
        Assert.Equal("é", Codecs.Japanese.Read(doubtful, flagged: false));
        Assert.Equal("ﾃｩ", Codecs.Japanese.Read(doubtful, flagged: false, ObservedEncoding.CodePage));
    }

    [Theory]
    [InlineData("95 5c")]
    [InlineData("83 5c")]
    [Rule(13)]
    public void R13_a_backslash_as_second_byte_belongs_to_its_character(string hex) =>
        Assert.Equal(1, Codecs.Japanese.Read(PacketReading.Bytes(hex), flagged: false).Length);

    [Theory]
    [InlineData("a\r\nb\rc\nd\r\n", "a\nb\nc\nd\n")]
    [InlineData("\r\r\n\n", "\n\n\n")]
    [InlineData("no end", "no end")]
    [Rule(19)]
    public void R19_lines_end_with_LF_alone(string received, string text)
    {
        byte[] bytes = TextCodec.Utf8.GetBytes(received);
        Assert.Equal(text, Codecs.Japanese.Read(bytes, flagged: true));
        Assert.Equal(text, Codecs.Japanese.Read(bytes, flagged: false));
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("61 c3")]
    [InlineData("e3 83")]
    [InlineData("c0 80")]
    [InlineData("ed a0 80")]
    [InlineData("f4 90 80 80")]
    [InlineData("f8 88 80 80 80")]
    [Rule(20)]
    public void R20_malformed_utf8_shows_replacement_characters(string hex) =>
        Assert.Contains('\uFFFD', Codecs.Japanese.Read(PacketReading.Bytes(hex), flagged: true));

    [Theory]
    [InlineData("83")]
    [InlineData("61 fc")]
    [InlineData("81 20 ff fe")]
    [InlineData("f4 90 80 80")]
    [Rule(20)]
    public void R20_malformed_code_page_text_is_read_somehow(string hex)
    {
        foreach (var codec in new[] { Codecs.Japanese, Codecs.Chinese, Codecs.Korean })
            Assert.NotEmpty(codec.Read(PacketReading.Bytes(hex), flagged: false));
    }
}
