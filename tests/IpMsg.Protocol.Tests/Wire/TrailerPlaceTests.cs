using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Where a trailer may stand, and when lines are not one.</summary>
public class TrailerPlaceTests
{
    private const uint CanUtf8 = 0x01000001, CannotUtf8 = 0x00600001, Foreign = 0x81000001;

    [Theory]
    [InlineData(@"nick\0group\0\nUN:x", "group")]
    [InlineData(@"nick\0group\0\nUN:x\0\0", "group")]
    [InlineData(@"nick\0\0\nUN:x", "")]
    [InlineData(@"nick\0\nUN:x", "")]
    [InlineData(@"\0\nUN:x", "")]
    [InlineData(@"\0\0\nUN:x", "")]
    [Rule(16)]
    public void R16_the_trailer_is_the_third_part_or_the_second(string extra, string group)
    {
        var packet = PacketReading.Of($"1:1:u:h:{CanUtf8}:{extra}");
        Assert.Equal(@"\x0aUN:x", PacketReading.Show(packet.Trailer));
        Assert.Equal(group, PacketReading.Show(packet.Ext));
    }

    [Theory]
    [InlineData(@"nick\0group\0UN:x")]
    [InlineData(@"nick\0group\0icon\0\nUN:x")]
    [InlineData(@"nick\nUN:x")]
    [InlineData(@"nick\0group")]
    [InlineData("")]
    [Rule(16)]
    public void R16_elsewhere_and_without_a_line_feed_it_is_none(string extra) =>
        Assert.True(PacketReading.Of($"1:1:u:h:{CanUtf8}:{extra}").Trailer.IsEmpty);

    [Theory]
    [InlineData(CannotUtf8)]
    [InlineData(Foreign)]
    [Rule(15, 100)]
    public void R15_and_R100_without_a_credible_CAPUTF8OPT_there_is_no_trailer(uint commandWord)
    {
        Assert.True(PacketReading.Of($@"1:1:u:h:{commandWord}:nick\0group\0\nUN:x").Trailer.IsEmpty);
        var packet = PacketReading.Of($@"1:1:u:h:{commandWord}:nick\0\nUN:x");
        Assert.True(packet.Trailer.IsEmpty);
        Assert.Equal(@"\x0aUN:x", PacketReading.Show(packet.Ext));
    }

    [Fact]
    [Rule(16)]
    public void R16_an_ext_that_begins_with_a_line_feed_stays_one_when_a_trailer_follows()
    {
        var packet = PacketReading.Of($@"1:1:u:h:{CanUtf8}:nick\0\ngroup\0\nUN:x");
        Assert.Equal(@"\x0agroup", PacketReading.Show(packet.Ext));
        Assert.Equal(@"\x0aUN:x", PacketReading.Show(packet.Trailer));
    }
}
