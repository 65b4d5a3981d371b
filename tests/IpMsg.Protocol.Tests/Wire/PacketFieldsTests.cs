using System.Linq;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Where the fields of a packet are.</summary>
public class PacketFieldsTests
{
    private const string Hello = "1:100:shirouzu:jupiter:32:Hello";

    [Fact]
    [Rule(1)]
    public void R1_the_example_of_the_specification_parses()
    {
        var packet = PacketReading.Of(Hello);
        Assert.Equal("1", PacketReading.Show(packet.Version));
        Assert.Equal("100", PacketReading.Show(packet.Number));
        Assert.Equal("shirouzu", PacketReading.Show(packet.User));
        Assert.Equal("jupiter", PacketReading.Show(packet.Host));
        Assert.Equal(Command.SendMessage, packet.Command);
        Assert.Equal(MessageFlags.None, packet.MessageFlags);
        Assert.Equal("Hello", PacketReading.Show(packet.Body));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(1000)]
    [Rule(2)]
    public void R2_nuls_at_the_end_change_nothing(int nuls)
    {
        var packet = PacketReading.Of([.. EscapedText.Bytes(Hello), .. new byte[nuls]]);
        Assert.Equal("100", PacketReading.Show(packet.Number));
        Assert.Equal(Command.SendMessage, packet.Command);
        Assert.Equal("Hello", PacketReading.Show(packet.Body));
        Assert.Equal("Hello", PacketReading.Show(packet.Extra));
        Assert.True(packet.Ext.IsEmpty);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData(@"a\0", "a")]
    [InlineData(@"\0\0\0", "")]
    [Rule(2)]
    public void R2_a_body_ends_at_a_nul_or_with_the_datagram(string extra, string body) =>
        Assert.Equal(body, PacketReading.Show(PacketReading.Of("1:1:u:h:32:" + extra).Body));

    [Theory]
    [InlineData("a:b::c")]
    [InlineData(":starts")]
    [InlineData("::")]
    [InlineData(":")]
    [Rule(3, 4)]
    public void R3_and_R4_a_body_keeps_all_its_colons(string body) =>
        Assert.Equal(body, PacketReading.Show(PacketReading.Of($"1:1:u:h:32:{body}").Body));

    [Theory]
    [InlineData("1:7::jupiter:32:Hello", "", "jupiter")]
    [InlineData("1:7:shirouzu::32:Hello", "shirouzu", "")]
    [InlineData("1:7:::32:Hello", "", "")]
    [Rule(9)]
    public void R9_an_empty_name_does_not_shift_the_fields_behind_it(string datagram, string user, string host)
    {
        var packet = PacketReading.Of(datagram);
        Assert.Equal(user, PacketReading.Show(packet.User));
        Assert.Equal(host, PacketReading.Show(packet.Host));
        Assert.Equal(Command.SendMessage, packet.Command);
        Assert.Equal("Hello", PacketReading.Show(packet.Body));
    }

    [Fact]
    [Rule(2)]
    public void R2_the_parts_behind_the_body_are_found_by_their_index()
    {
        Assert.Equal(["nick", "group", "", "four", "", ""], Enumerable.Range(0, 6).Select(Part));

        // A packet cannot be captured by a lambda, so each part is read anew.
        static string Part(int index) => PacketReading.Show(PacketReading.Of(@"1:1:u:h:257:nick\0group\0\0four\0").Part(index));
    }

    [Fact]
    [Rule(2)]
    public void R2_a_datagram_may_be_as_long_as_udp_allows()
    {
        var packet = PacketReading.Of([.. EscapedText.Bytes(Hello), .. Enumerable.Repeat((byte)'x', 65000)]);
        Assert.Equal(65005, packet.Body.Length);
    }
}
