using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Packet numbers in the bodies of confirmations.</summary>
public class PacketNumberTests
{
    [Theory]
    [InlineData("1795368264", 1795368264)]
    [InlineData("4000000000", 4000000000)]
    [InlineData("-294967296", 4000000000)]
    [InlineData("-1", uint.MaxValue)]
    [InlineData("-2147483648", 2147483648)]
    [InlineData("4294967295", uint.MaxValue)]
    [Rule(46)]
    public void R46_a_number_printed_signed_is_the_one_we_sent(string text, uint number) => AssertRead(text, number);

    [Theory]
    [InlineData("0000000042", 42)]
    [InlineData("4294967338", 42)]
    [InlineData("1700000000123", 3487918203)]
    [InlineData("18446744073709551616", 0)]
    [Rule(7)]
    public void R7_longer_numbers_count_modulo_2_to_the_32(string text, uint number) => AssertRead(text, number);

    [Theory]
    [InlineData(" 42", 42)]
    [InlineData(@"42\n", 42)]
    [InlineData("42:", 42)]
    [InlineData("42 and more", 42)]
    [Rule(46)]
    public void R46_what_stands_around_a_number_does_not_matter(string text, uint number) => AssertRead(text, number);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("  ")]
    [InlineData("--1")]
    [InlineData("x1")]
    [InlineData(@"\xef\xbc\x91")]
    [Rule(45)]
    public void R45_no_number_is_not_zero(string text) => Assert.False(PacketNumber.TryRead(EscapedText.Bytes(text), out _));

    private static void AssertRead(string text, uint expected)
    {
        Assert.True(PacketNumber.TryRead(EscapedText.Bytes(text), out uint number));
        Assert.Equal(expected, number);
    }
}
