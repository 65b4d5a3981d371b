using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Built packets, byte by byte.</summary>
public class PacketWriterTests
{
    [Fact]
    [Rule(11)]
    public void R11_the_example_of_the_specification_is_built_with_one_nul()
    {
        Span<byte> buffer = new byte[100];
        var writer = new PacketWriter(buffer);
        writer.Header(100, "shirouzu"u8, "jupiter"u8, (uint)Command.SendMessage);
        writer.Text("Hello", TextCodec.Utf8);
        writer.Nul();
        byte[] expected = PacketReading.Bytes("313a3130303a736869726f757a753a6a7570697465723a33323a48656c6c6f00");
        Assert.Equal(expected, buffer[..writer.Length].ToArray());
    }

    [Theory]
    [InlineData(0, 0, "1:0:u:h:0:")]
    [InlineData(7, 0x20, "1:7:u:h:32:")]
    [InlineData(uint.MaxValue, uint.MaxValue, "1:4294967295:u:h:4294967295:")]
    [InlineData(2147483648, 0x80000020, "1:2147483648:u:h:2147483680:")]
    [InlineData(1700000000, 0x0D640001, "1:1700000000:u:h:224657409:")]
    [Rule(11)]
    public void R11_numbers_are_decimal_without_sign_or_zeros_in_front(uint number, uint commandWord, string header) =>
        Assert.Equal(header, Header(number, commandWord));

    [Theory]
    [InlineData("テスト", "shift_jis", 288, @"\x83\x65\x83\x58\x83\x67")]
    [InlineData("テスト", "utf-8", 25166112, @"\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88")]
    [InlineData("你好", "gb18030", 288, @"\xc4\xe3\xba\xc3")]
    [Rule(13)]
    public void R13_text_goes_out_in_the_encoding_that_was_asked_for(string text, string encoding, uint commandWord, string shown)
    {
        Span<byte> buffer = new byte[100];
        var writer = new PacketWriter(buffer);
        writer.Header(1700000001, "alice"u8, "ALICE-PC"u8, commandWord);
        writer.Text(text, Encoding.GetEncoding(encoding));
        writer.Nul();
        byte[] expected = EscapedText.Bytes($@"1:1700000001:alice:ALICE-PC:{commandWord}:{shown}\0");
        Assert.Equal(expected, buffer[..writer.Length].ToArray());
    }

    [Fact]
    [Rule(11)]
    public void R11_a_nul_in_a_text_cannot_end_the_field()
    {
        Span<byte> buffer = new byte[20];
        var writer = new PacketWriter(buffer);
        writer.Text("a\0b\0", TextCodec.Utf8);
        Assert.Equal("ab", PacketReading.Show(buffer[..writer.Length]));
    }

    [Fact]
    [Rule(18)]
    public void R18_what_just_fits_is_written()
    {
        var writer = new PacketWriter(new byte[PacketWriter.MaxDatagram]);
        writer.Text(new string('x', 32766), TextCodec.Utf8);
        writer.Nul();
        Assert.False(writer.IsFull);
        Assert.Equal(32767, writer.Length);
    }

    [Theory]
    [InlineData("aaaa")]
    [InlineData("テス")]
    [InlineData("ab😀")]
    [Rule(18)]
    public void R18_a_packet_that_does_not_fit_says_so_and_stays_so(string tooLong)
    {
        Span<byte> buffer = stackalloc byte[3];
        var writer = new PacketWriter(buffer);
        writer.Text(tooLong, TextCodec.Utf8);
        Assert.True(writer.IsFull);
        writer.Byte((byte)'b');
        writer.Bytes("c"u8);
        writer.Text("d", TextCodec.Utf8);
        writer.Decimal(1);
        Assert.True(writer.IsFull);
        Assert.Equal(0, writer.Length);
        Assert.Equal(new byte[3], buffer.ToArray());
    }

    [Fact]
    [Rule(18)]
    public void R18_no_buffer_shorter_than_the_packet_is_enough()
    {
        string header = Header(1700000000, 224657409);
        foreach (int length in Enumerable.Range(0, header.Length))
        {
            var writer = new PacketWriter(new byte[length]);
            writer.Header(1700000000, "u"u8, "h"u8, 224657409);
            Assert.True(writer.IsFull);
            Assert.True(writer.Length <= length);
        }
    }

    private static string Header(uint number, uint commandWord)
    {
        Span<byte> buffer = new byte[100];
        var writer = new PacketWriter(buffer);
        writer.Header(number, "u"u8, "h"u8, commandWord);
        return PacketReading.Show(buffer[..writer.Length]);
    }
}
