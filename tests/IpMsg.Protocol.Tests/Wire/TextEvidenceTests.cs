using System.Text;
using IpMsg.Protocol.Tests.Members;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>What a member's unflagged bytes teach about the next ones (R99).</summary>
public class TextEvidenceTests
{
    [Theory]
    [InlineData("", ObservedEncoding.Unknown)]
    [InlineData("616263", ObservedEncoding.Unknown)]
    [InlineData("e38386", ObservedEncoding.Utf8)]
    [InlineData("c3a9", ObservedEncoding.Utf8)]
    [InlineData("f09f9880", ObservedEncoding.Utf8)]
    [InlineData("836583588367", ObservedEncoding.CodePage)]
    [InlineData("c4e3bac3", ObservedEncoding.CodePage)]
    [InlineData("80", ObservedEncoding.CodePage)]
    [InlineData("c1bf", ObservedEncoding.CodePage)]
    [InlineData("e08080", ObservedEncoding.CodePage)]
    [InlineData("eda080", ObservedEncoding.CodePage)]
    [InlineData("f08080 80", ObservedEncoding.CodePage)]
    [InlineData("f4908080", ObservedEncoding.CodePage)]
    [InlineData("f5808080", ObservedEncoding.CodePage)]
    [InlineData("e38386 83", ObservedEncoding.CodePage)]
    [Rule(99)]
    public void R99_the_form_of_the_bytes_decides(string hex, ObservedEncoding observed) =>
        Assert.Equal(observed, TextCodec.Learn(ObservedEncoding.Unknown, PacketReading.Bytes(hex)));

    [Fact]
    [Rule(99)]
    public void R99_every_character_of_unicode_counts_as_utf8()
    {
        for (int scalar = 0x80; scalar <= 0x10FFFF; scalar += scalar is >= 0xD7C0 and < 0xE000 or >= 0xFFC0 and < 0x10040 ? 1 : 61)
        {
            if (Rune.IsValid(scalar))
                Assert.Equal(ObservedEncoding.Utf8,
                    TextCodec.Learn(ObservedEncoding.Unknown, Encoding.UTF8.GetBytes(new Rune(scalar).ToString())));
        }
    }

    // Two characters of three bytes are certain. Six bytes of GB2312 may be three of two bytes, or one of three and others.
    [Theory]
    [InlineData("e38193e38293", ObservedEncoding.Utf8)]
    [InlineData("61e38193e3829362c3a9", ObservedEncoding.Utf8)]
    [InlineData("f09f9880f09f9880", ObservedEncoding.Utf8)]
    [InlineData("e38193", ObservedEncoding.CodePage)]
    [InlineData("c3a9c3a9c3a9", ObservedEncoding.CodePage)]
    [InlineData("c4a3d2bbd6b1", ObservedEncoding.CodePage)]
    [InlineData("e38193c3a9", ObservedEncoding.CodePage)]
    [InlineData("e38193e38293e3", ObservedEncoding.CodePage)]
    [Rule(99)]
    public void R99_certain_utf8_changes_the_habit_back_and_short_text_does_not(string hex, ObservedEncoding observed)
    {
        byte[] bytes = PacketReading.Bytes(hex);
        Assert.Equal(observed, TextCodec.Learn(ObservedEncoding.CodePage, bytes));
        Assert.Equal(observed == ObservedEncoding.Utf8, ReferenceEquals(TextCodec.Utf8,
            MemberFixture.Codec.EncodingOf(bytes, false, ObservedEncoding.CodePage, ClientDialect.Standard)));
    }

    [Fact]
    [Rule(99)]
    public void R99_ascii_leaves_what_was_known()
    {
        foreach (var observed in new[] { ObservedEncoding.Unknown, ObservedEncoding.SaysUtf8, ObservedEncoding.Utf8,
            ObservedEncoding.CodePage })
            Assert.Equal(observed, TextCodec.Learn(observed, "abc"u8));
    }

    [Fact]
    [Rule(96)]
    public void R96_bytes_outweigh_what_a_client_says_of_itself()
    {
        Assert.Equal(ObservedEncoding.CodePage, TextCodec.Learn(ObservedEncoding.SaysUtf8, PacketReading.Bytes("c4e3bac3")));
        Assert.Equal(ObservedEncoding.Utf8, TextCodec.Learn(ObservedEncoding.SaysUtf8, "你好"u8));
    }

    [Fact]
    [Rule(99)]
    public void R99_code_page_text_that_looks_like_utf8_by_chance_teaches_nothing() =>
        Assert.Equal(ObservedEncoding.CodePage, TextCodec.Learn(ObservedEncoding.CodePage, PacketReading.Bytes("c3a9")));

    // iptux cuts its datagrams at 8191 bytes, and two of three cuts go through a Chinese character.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Rule(99)]
    public void R99_a_long_utf8_text_that_was_cut_through_its_last_character_is_still_utf8(int missing)
    {
        byte[] whole = Encoding.UTF8.GetBytes(new string('好', 2000));
        byte[] cut = whole[..^missing];
        Assert.Equal(ObservedEncoding.Utf8, TextCodec.Learn(ObservedEncoding.Utf8, cut));
        Assert.Equal(new string('好', 1999) + "\uFFFD", Codecs.Japanese.Read(cut, flagged: false));
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("e5a541")]
    [InlineData("e5a5bdbd")]
    [InlineData("e5a5e5a5bd")]
    [InlineData("83e5a5bd")]
    [Rule(99)]
    public void R99_damage_other_than_a_cut_at_the_end_is_no_utf8(string tail)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(new string('好', 2000)), .. PacketReading.Bytes(tail)];
        Assert.Equal(ObservedEncoding.CodePage, TextCodec.Learn(ObservedEncoding.Unknown, text));
    }

    // Half-width katakana: C3 BD would be a character of UTF-8, and C4 the beginning of another.
    [Fact]
    [Rule(99)]
    public void R99_a_short_code_page_text_is_not_taken_for_cut_utf8() =>
        Assert.Equal("ﾃｽﾄ", Codecs.Japanese.Read(PacketReading.Bytes("c3bdc4"), flagged: false));
}
