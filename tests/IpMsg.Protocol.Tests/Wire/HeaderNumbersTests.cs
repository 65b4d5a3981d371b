using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Version, packet number and command, in all the forms in which clients write them.</summary>
public class HeaderNumbersTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("01")]
    [InlineData("1_lbt6_0#128#AABBCCDDEEFF#0#0#0#4001#9")]
    [InlineData("1_iptux 0.9.1")]
    [InlineData("1@x")]
    [InlineData(@"1\xc4\xe3")]
    [Rule(6)]
    public void R6_a_version_that_begins_with_one_is_read_and_kept(string version)
    {
        var packet = PacketReading.Of($"{version}:100:shirouzu:jupiter:32:Hello");
        Assert.Equal(version, PacketReading.Show(packet.Version));
        Assert.Equal("Hello", PacketReading.Show(packet.Body));
    }

    [Theory]
    [InlineData("1700000000123")]
    [InlineData("0000000042")]
    [InlineData("0")]
    [InlineData("340282366920938463463374607431768211456340282366920938463463374607431768211456")]
    [Rule(7)]
    public void R7_a_packet_number_is_kept_digit_by_digit(string number) =>
        Assert.Equal(number, PacketNumber.Text(PacketReading.Of($"1:{number}:shirouzu:jupiter:32:Hello").Number));

    [Theory]
    [InlineData("2147483680", 0x80000000)]
    [InlineData("4294967072", 0xFFFFFF00)]
    [InlineData("0000000032", 0)]
    [InlineData("4294967328", 0)]
    [InlineData("4611686018427387936", 0)]
    [Rule(8)]
    public void R8_bit_31_and_all_above_it_leave_the_command_alone(string command, uint flags)
    {
        var packet = PacketReading.Of($"1:100:shirouzu:jupiter:{command}:Hello");
        Assert.Equal(Command.SendMessage, packet.Command);
        Assert.Equal((MessageFlags)flags, packet.MessageFlags);
        Assert.Equal((EntryFlags)flags, packet.EntryFlags);
    }

    [Theory]
    [InlineData(0x05)]
    [InlineData(0x31)]
    [InlineData(0x77)]
    [InlineData(0x79)]
    [InlineData(0x7a)]
    [InlineData(0xc0)]
    [InlineData(0xd1)]
    [InlineData(0xfb)]
    [InlineData(0xff)]
    [Rule(52)]
    public void R52_commands_of_other_products_are_read_like_any(byte command)
    {
        var packet = PacketReading.Of($"1_lbt6_0#128#AABBCCDDEEFF#0#0#0#4001#9:100:Lee:LEE-PC:{0x00200000 | command}:x");
        Assert.Equal((Command)command, packet.Command);
        Assert.Equal(0x00200000u | command, packet.CommandWord);
    }

    // R98: a fragment of an image; NULs, colons and line feeds in it belong to the fragment.
    [Fact]
    [Rule(98)]
    public void R98_binary_behind_a_nul_is_not_mistaken_for_anything()
    {
        var packet = PacketReading.Of(
            @"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1655805999:Lee:LEE-PC:2097344:1f|900|0|2|1|512|#\0\xff\xd8\0\n:\a\x01\0\0");
        Assert.Equal((Command)0xC0, packet.Command);
        Assert.Equal("1f|900|0|2|1|512|#", PacketReading.Show(packet.Body));
        Assert.Equal(@"\xff\xd8", PacketReading.Show(packet.Ext));
        Assert.True(packet.Trailer.IsEmpty);
        Assert.Equal(ClientDialect.FeiQ, ClientDialects.Of(packet));
    }
}
