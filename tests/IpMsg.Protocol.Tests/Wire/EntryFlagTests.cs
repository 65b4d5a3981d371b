using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>What of a received command word describes the member.</summary>
public class EntryFlagTests
{
    [Fact]
    [Rule(31)]
    public void R31_the_status_is_what_the_reference_client_keeps() =>
        Assert.Equal((EntryFlags)0x1F650300, EntryFlagRules.Status((EntryFlags)0x7FFFFFFF));

    [Theory]
    [InlineData(0x0D640001, 0x0D640000)]
    [InlineData(0x0DE40003, 0x0D640000)]
    [InlineData(0x0F640104, 0x0F640100)]
    [InlineData(0x00600001, 0x00600000)]
    [InlineData(0x00000101, 0x00000100)]
    [Rule(31)]
    public void R31_neither_the_command_nor_the_packets_own_flag_is_status(uint commandWord, uint status) =>
        Assert.Equal((EntryFlags)status, EntryFlagRules.Status(PacketReading.Of($"1:1:u:h:{commandWord}:nick").EntryFlags));

    [Theory]
    [InlineData(0x8F640001, 0x00640000)]
    [InlineData(0xFFFFFFFF, 0x10650300)]
    [Rule(100)]
    public void R100_with_bit_31_the_contested_capabilities_are_not_believed(uint commandWord, uint status) =>
        Assert.Equal((EntryFlags)status, EntryFlagRules.Status((EntryFlags)commandWord));
}
