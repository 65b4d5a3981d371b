using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>What is not a packet of format 1 and therefore gets no answer.</summary>
public class RejectedDatagramTests
{
    [Theory]
    [InlineData("")]
    [InlineData(@"\0")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData("1:100:shirouzu:jupiter:32")]
    [InlineData(":::::")]
    [InlineData("::::::::::")]
    [Rule(5)]
    public void R5_too_few_fields(string datagram) => Rejected(datagram);

    [Theory]
    [InlineData("")]
    [InlineData(" 100")]
    [InlineData("-100")]
    [InlineData("+100")]
    [InlineData("0x64")]
    [InlineData("1e2")]
    [InlineData("100a")]
    [InlineData(@"1\x00")]
    [InlineData(@"\xff")]
    [Rule(5)]
    public void R5_a_packet_number_that_is_not_decimal(string number) => Rejected($"1:{number}:shirouzu:jupiter:32:Hello");

    [Theory]
    [InlineData("")]
    [InlineData(" 32")]
    [InlineData("32 ")]
    [InlineData("-32")]
    [InlineData("0x20")]
    [InlineData("thirty-two")]
    [InlineData("99999999999999999999")]
    [InlineData("18446744073709551648")]
    [Rule(5)]
    public void R5_a_command_that_is_not_a_64_bit_decimal(string command) => Rejected($"1:100:shirouzu:jupiter:{command}:Hello");

    [Theory]
    [InlineData(@"1:100:shir\0ouzu:jupiter:32:Hello")]
    [InlineData(@"1:100:shirouzu:jup\0iter:32:Hello")]
    [InlineData(@"1\0:100:shirouzu:jupiter:32:Hello")]
    [Rule(5)]
    public void R5_a_nul_inside_the_header(string datagram) => Rejected(datagram);

    [Theory]
    [InlineData("2")]
    [InlineData("21")]
    [InlineData("12")]
    [InlineData("10_lbt")]
    [InlineData("0")]
    [InlineData("x")]
    [InlineData("_1")]
    [InlineData("")]
    [InlineData("feiq_plus_plus1")]
    [InlineData(@"2\x1f\x8b")]
    [Rule(6)]
    public void R6_a_version_whose_leading_digits_are_not_one(string version) => Rejected($"{version}:100:shirouzu:jupiter:32:Hello");

    [Fact]
    [Rule(104)]
    public void R104_an_IPDict_datagram() =>
        Rejected("IP2:3d:key1:3:3e8:key2:4:str1:key3:c:key31:4:-7d0:key4:b:3:3e8:3:7d0:Z");

    private static void Rejected(string datagram)
    {
        Assert.False(PacketReader.TryRead(EscapedText.Bytes(datagram), out var packet));
        Assert.True(packet.Extra.IsEmpty);
    }
}
