using System;
using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.IPDict;
using Xunit;

namespace IpMsg.Protocol.Tests.IPDict;

/// <summary>The serialisation, both ways.</summary>
public class IpDictTests
{
    private const string Example = "IP2:3d:key1:3:3e8:key2:4:str1:key3:c:key31:4:-7d0:key4:b:3:3e8:3:7d0:Z";

    [Fact]
    [Rule(101)]
    public void R101_the_example_of_the_reference_client_is_written_and_read()
    {
        byte[] written = new IpDictWriter()
            .Set("key1"u8, 1000)
            .Set("key2"u8, "str1")
            .Set("key3"u8, new IpDictWriter().Set("key31"u8, -2000))
            .SetList("key4"u8, [IpDictWriter.BytesOf(1000), IpDictWriter.BytesOf(2000)])
            .ToArray();
        Assert.Equal(Example, Encoding.ASCII.GetString(written));
        Assert.True(IpDict.TryRead(written, out var dict));
        Assert.True(dict.TryGetNumber("key1"u8, out long first));
        Assert.True(dict.TryGetText("key2"u8, out var text));
        Assert.True(dict.TryGetDict("key3"u8, out var nested) && nested.TryGetNumber("key31"u8, out long second) && second == -2000);
        Assert.Equal((1000, "str1"), (first, Encoding.ASCII.GetString(text)));
        Assert.Equal([1000, 2000], Numbers(dict, "key4"u8));
    }

    [Fact]
    [Rule(101)]
    public void R101_the_empty_dictionary_and_empty_values()
    {
        Assert.Equal("IP2:0::Z", Written(new IpDictWriter()));
        Assert.True(IpDict.TryRead("IP2:0::Z"u8, out var empty));
        Assert.False(empty.TryGet("a"u8, out _) || empty.TryGetLast(out _, out _));
        byte[] written = new IpDictWriter().Set("t"u8, "").Set("d"u8, new IpDictWriter()).SetList("l"u8, [])
            .SetWhole("w"u8, new IpDictWriter()).ToArray();
        Assert.Equal("IP2:1b:t:0::d:0::l:0::w:8:IP2:0::Z:Z", Encoding.ASCII.GetString(written));
        Assert.True(IpDict.TryRead(written, out var dict));
        Assert.True(dict.TryGetText("t"u8, out var text) && text.IsEmpty);
        Assert.True(dict.TryGetDict("d"u8, out var nested) && nested.Content.IsEmpty);
        Assert.True(dict.TryGetWhole("w"u8, out var whole) && whole.Content.IsEmpty);
        Assert.Empty(Numbers(dict, "l"u8));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1, "-1")]
    [InlineData(255, "ff")]
    [InlineData(long.MaxValue, "7fffffffffffffff")]
    [InlineData(-long.MaxValue, "-7fffffffffffffff")]
    [InlineData(long.MinValue, "-8000000000000000")]
    [Rule(101)]
    public void R101_numbers_have_64_bits_and_a_sign(long number, string text)
    {
        Assert.Equal(text, Encoding.ASCII.GetString(IpDictWriter.BytesOf(number)));
        Assert.True(IpDictValue.TryNumber(Encoding.ASCII.GetBytes(text), out long read));
        Assert.True(IpDictValue.TryNumber(Encoding.ASCII.GetBytes(text.ToUpperInvariant()), out long upper));
        Assert.Equal((number, number), (read, upper));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x1")]
    [InlineData("g")]
    [InlineData("8000000000000000")]
    [InlineData("-8000000000000001")]
    [InlineData("10000000000000000")]
    [Rule(102)]
    public void R102_another_text_is_no_number(string text) => Assert.False(IpDictValue.TryNumber(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData(0.0, "")]
    [InlineData(1.0, "000000000000f03f")]
    [InlineData(-2.5, "00000000000004c0")]
    [InlineData(double.Epsilon, "01")]
    [InlineData(double.NaN, "000000000000f8ff")]
    [Rule(101)]
    public void R101_a_float_has_no_zero_bytes_at_its_end(double number, string hex)
    {
        byte[] written = new IpDictWriter().Set("f"u8, number).ToArray();
        Assert.True(IpDict.TryRead(written, out var dict));
        Assert.True(dict.TryGet("f"u8, out var value));
        Assert.Equal(hex, Convert.ToHexStringLower(value));
        Assert.True(IpDictValue.TryFloat(value, out double read));
        Assert.Equal(number, read);
        Assert.False(IpDictValue.TryFloat(new byte[9], out _));
    }

    [Fact]
    [Rule(101)]
    public void R101_to_set_a_key_again_does_not_move_it()
    {
        var dict = new IpDictWriter().Set("a"u8, 1).Set("b"u8, 2).Set("a"u8, 3);
        Assert.Equal("IP2:b:a:1:3:b:1:2:Z", Written(dict));
        dict.Remove("a"u8);
        Assert.Equal("IP2:b:b:1:2:a:1:1:Z", Written(dict.Set("a"u8, 1)));
    }

    [Fact]
    [Rule(101)]
    public void R101_a_list_has_dictionaries_and_lists()
    {
        byte[] inner = [.. Encoding.ASCII.GetBytes("1:1:1:2")];
        byte[] written = new IpDictWriter()
            .SetList("l"u8, [inner, []])
            .SetList("d"u8, [new IpDictWriter().Set("x"u8, 1).ContentToArray(), new IpDictWriter().ContentToArray()]).ToArray();
        Assert.True(IpDict.TryRead(written, out var dict));
        Assert.True(dict.TryGetList("l"u8, out var lists) && lists.MoveNext());
        Assert.True(IpDictList.TryRead(lists.Current, out var nested));
        Assert.True(nested.MoveNext() && nested.MoveNext() && nested.Current.SequenceEqual("2"u8) && !nested.MoveNext());
        Assert.True(lists.MoveNext() && lists.Current.IsEmpty && !lists.MoveNext());
        Assert.True(dict.TryGetList("d"u8, out var dicts) && dicts.MoveNext());
        Assert.True(IpDict.TryReadContent(dicts.Current, out var first) && first.TryGetUInt32("x"u8, out uint number) && number == 1);
    }

    [Fact]
    [Rule(102)]
    public void R102_nuls_behind_a_dictionary_do_not_count()
    {
        byte[] padded = [.. Encoding.ASCII.GetBytes(Example), .. new byte[64]];
        Assert.True(IpDict.TryRead(padded, out var dict));
        Assert.Equal(0x3d, dict.Content.Length);
        Assert.False(IpDict.TryRead([.. padded, (byte)'x'], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("IP2")]
    [InlineData("IP2:")]
    [InlineData("IP2:0:Z")]
    [InlineData("IP2:0::")]
    [InlineData("IP2:0::z")]
    [InlineData("ip2:0::Z")]
    [InlineData("IP2:::Z")]
    [InlineData("IP2:-1::Z")]
    [InlineData("IP2:0x0::Z")]
    [InlineData("IP2:000000000::Z")]
    [InlineData("IP2:ffffffff::Z")]
    [InlineData("IP2:7fffffff::Z")]
    [InlineData("IP2:1:a:Z")]
    [InlineData("IP2:3:a:1:Z")]
    [InlineData("IP2:4:a:1::Z")]
    [InlineData("IP2:5:a:2:1:Z")]
    [InlineData("IP2:5:a:0:1:Z")]
    [InlineData("IP2:6:a:1:1::Z")]
    [InlineData("IP2:4::1:1:Z")]
    [InlineData("IP2:a:a:1:1b:1:2:Z")]
    [InlineData("IP2:4:a:1:1:Z")]
    [InlineData("IP2:b:a:1:1:a:1:2:Z")]
    [Rule(102)]
    public void R102_what_does_not_fit_is_no_dictionary(string damaged) =>
        Assert.False(IpDict.TryRead(Encoding.ASCII.GetBytes(damaged), out _));

    [Fact]
    [Rule(102)]
    public void R102_the_number_of_items_and_the_depth_are_bounded()
    {
        var dict = new IpDictWriter();
        for (int i = 0; i < IpDict.MaxItems; i++)
            dict.Set(Encoding.ASCII.GetBytes("k" + i), i);
        Assert.True(IpDict.TryRead(dict.ToArray(), out _));
        Assert.False(IpDict.TryRead(dict.Set("more"u8, 1).ToArray(), out _));
        var deep = new IpDictWriter();
        for (int i = 0; i < 2_000; i++)
            deep = new IpDictWriter().Set("d"u8, deep);
        Assert.True(IpDict.TryRead(deep.ToArray(), out var outermost) && outermost.TryGetDict("d"u8, out _));
    }

    [Theory]
    [InlineData("1:1:")]
    [InlineData("1")]
    [InlineData("2:1")]
    [InlineData("1:12:3")]
    [InlineData(":")]
    [Rule(102)]
    public void R102_a_damaged_list_is_none(string list) => Assert.False(IpDictList.TryRead(Encoding.ASCII.GetBytes(list), out _));

    [Fact]
    [Rule(102)]
    public void R102_a_text_with_a_nul_is_none()
    {
        Assert.True(IpDict.TryRead("IP2:7:a:3:\0bc:Z"u8, out var dict));
        Assert.True(dict.TryGet("a"u8, out _));
        Assert.False(dict.TryGetText("a"u8, out _));
        Assert.Equal("IP2:6:a:2:bc:Z", Written(new IpDictWriter().Set("a"u8, "\0bc")));
    }

    [Fact]
    [Rule(102)]
    public void R102_a_writer_takes_no_key_with_a_colon()
    {
        Assert.Throws<ArgumentException>(() => new IpDictWriter().Set("a:b"u8, 1));
        Assert.Throws<ArgumentException>(() => new IpDictWriter().Set(""u8, 1));
    }

    [Fact]
    [Rule(102)]
    public void R102_the_line_of_an_entry_has_a_dictionary()
    {
        byte[]? bytes = IpDictLine.Read("\nUN:alice\nIP:SVAyOjEzOlNWQURSOmI6MTkyLjE2OC4wLjE6Wg==\r\nGN:"u8);
        Assert.True(IpDict.TryRead(bytes, out var dict));
        Assert.True(dict.TryGetText("SVADR"u8, out var address));
        Assert.Equal("192.168.0.1", Encoding.ASCII.GetString(address));
        Assert.Null(IpDictLine.Read("\nUN:IP:SVAy\nXIP:SVAy"u8));
        Assert.Null(IpDictLine.Read("\nIP:S*Ay"u8));
    }

    private static string Written(IpDictWriter dict) => Encoding.ASCII.GetString(dict.ToArray());

    private static List<long> Numbers(in IpDict dict, ReadOnlySpan<byte> key)
    {
        Assert.True(dict.TryGetList(key, out var list));
        var numbers = new List<long>();
        foreach (var each in list)
        {
            Assert.True(IpDictValue.TryNumber(each, out long number));
            numbers.Add(number);
        }
        return numbers;
    }
}
