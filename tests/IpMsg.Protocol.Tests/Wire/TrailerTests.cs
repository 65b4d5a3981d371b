using System;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>The UTF-8 lines behind an entry.</summary>
public class TrailerTests
{
    private const uint Entry = 0x0D640001;
    private const string AliceEntry =
        @"1:1700000000:alice-<5256214c8110453c>:ALICE-PC:224657409:Alice\0Dev\0\n"
            + @"UN:alice-<5256214c8110453c>\nHN:ALICE-PC\nNN:Alice\nGN:Dev\nPF:1";
    private const string EntryWithoutGroup =
        @"1:1700000000:alice-<5256214c8110453c>:ALICE-PC:224657409:Alice\0\0\n"
            + @"UN:alice-<5256214c8110453c>\nHN:ALICE-PC\nNN:Alice\nGN:\nPF:1";

    [Theory]
    [InlineData("Dev", AliceEntry)]
    [InlineData("", EntryWithoutGroup)]
    [Rule(17)]
    public void R17_entries_are_built_byte_by_byte(string group, string expected)
    {
        Span<byte> buffer = new byte[300];
        var writer = new PacketWriter(buffer);
        writer.Header(1700000000, "alice-<5256214c8110453c>"u8, "ALICE-PC"u8, Entry);
        writer.Text("Alice", Codecs.ShiftJis);
        writer.Nul();
        writer.Text(group, Codecs.ShiftJis);
        writer.Nul();
        Trailer.Write(ref writer, "alice-<5256214c8110453c>", "ALICE-PC", "Alice", group);
        Assert.Equal(EscapedText.Bytes(expected), buffer[..writer.Length].ToArray());
    }

    [Fact]
    [Rule(17)]
    public void R17_names_are_utf8_and_cannot_break_out_of_their_line()
    {
        Span<byte> buffer = new byte[100];
        var writer = new PacketWriter(buffer);
        Trailer.Write(ref writer, "表", "h", "a\nUN:root\0", "");
        Assert.Equal(@"\x0aUN:\xe8\xa1\xa8\x0aHN:h\x0aNN:a UN:root\x0aGN:\x0aPF:1", PacketReading.Show(buffer[..writer.Length]));
    }

    [Theory]
    [InlineData(@"\nUN:user\nHN:host\nNN:nick\nGN:group\nVS:00010002:4:99:103")]
    [InlineData(@"\nUN:user\nHN:host\nNN:nick\nGN:group\nVS:00010002:4:99:103\n")]
    [InlineData(@"\nVS:00010002:4:99:103\nGN:group\nNN:nick\nHN:host\nUN:user\n")]
    [InlineData(@"\nXX:x\nUN:user\nPL:1\nHN:host\nno tag\n\n:\nNN:nick\nIP:SVAy\nGN:group\nUN\nVS:00010002:4:99:103\nun:other")]
    [InlineData(@"\r\nUN:user\r\nHN:host\r\nNN:nick\r\nGN:group\r\nVS:00010002:4:99:103\r\n")]
    [Rule(16)]
    public void R16_lines_come_in_any_order_and_company(string lines)
    {
        var trailer = Trailer.Read(EscapedText.Bytes(lines));
        Assert.Equal(("user", "host", "nick", "group", "00010002:4:99:103"),
            (trailer.User, trailer.Host, trailer.Nick, trailer.Group, trailer.Version));
    }

    [Theory]
    [InlineData("")]
    [InlineData(@"\n")]
    [InlineData(@"\nUN\nHN;x\nN:N:x\nGN")]
    [Rule(16)]
    public void R16_a_missing_line_is_not_an_empty_one(string lines)
    {
        var trailer = Trailer.Read(EscapedText.Bytes(lines));
        Assert.Null(trailer.User ?? trailer.Host ?? trailer.Nick ?? trailer.Group ?? trailer.Version);
        Assert.Equal("", Trailer.Read(EscapedText.Bytes(@"\nGN:")).Group);
    }

    [Theory]
    [InlineData(@"\nUN:user\nPF:1", true)]
    [InlineData(@"\nPF:1\r\nUN:user\n", true)]
    [InlineData(@"\nPF:", false)]
    [InlineData(@"\nPF:0", false)]
    [InlineData(@"\nPF:10", false)]
    [InlineData(@"\nNN:PF:1", false)]
    [InlineData(@"\npf:1", false)]
    [Rule(107)]
    public void R107_only_the_line_itself_says_that_the_member_proves_what_it_confirms(string lines, bool expected) =>
        Assert.Equal(expected, Trailer.Read(EscapedText.Bytes(lines)).ConfirmsWithProof);

    [Fact]
    [Rule(20)]
    public void R20_malformed_utf8_in_a_line_is_replaced() =>
        Assert.Equal("a\uFFFDb", Trailer.Read(EscapedText.Bytes(@"\nNN:a\xffb")).Nick);
}
