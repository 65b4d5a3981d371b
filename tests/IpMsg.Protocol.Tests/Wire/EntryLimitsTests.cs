using System.Text;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>How much of a stranger's entry is kept, and that no entry is too strange to read.</summary>
public class EntryLimitsTests
{
    [Fact]
    [Rule(20)]
    public void R20_names_longer_than_the_reference_keeps_are_not_rejected()
    {
        string name = new('x', 200);
        var entry = PacketReading.Entry($@"1:1:{name}:{name}:16777217:{name}\0{name}\0\nVS:{name}");
        Assert.Equal((name, name, name, name, name), (entry.User, entry.Host, entry.Nick, entry.Group, entry.Version));
    }

    [Fact]
    [Rule(20)]
    public void R20_a_datagram_full_of_names_costs_no_more_than_a_member_is_worth()
    {
        string name = new('x', 6000);
        var entry = PacketReading.Entry($@"1:1:{name}:{name}:16777217:{name}\0{name}\0\nVS:{name}");
        Assert.All([entry.User, entry.Host, entry.Nick, entry.Group, entry.Version], kept => Assert.Equal(256, kept!.Length));
        Assert.Equal(256, PacketReading.Entry($@"1_iptux {name}:1:u:h:257:nick\0").Version!.Length);
    }

    [Fact]
    [Rule(20)]
    public void R20_a_cut_does_not_go_through_a_character()
    {
        string nick = new string('x', 255) + "😀😀";
        string shown = EscapedText.Show(Encoding.UTF8.GetBytes(nick));
        Assert.Equal(new string('x', 255), PacketReading.Entry($@"1:1:u:h:8388611:{shown}\0").Nick);
    }

    // A member keeps its dialect, and the next packet from its address may be another program's.
    [Theory]
    [InlineData(ClientDialect.Standard)]
    [InlineData(ClientDialect.Iptux)]
    [InlineData(ClientDialect.FeiQ)]
    [InlineData(ClientDialect.NeiWangTong)]
    [InlineData(ClientDialect.IpMsgNet)]
    [Rule(20)]
    public void R20_any_packet_can_be_read_in_any_dialect(ClientDialect dialect)
    {
        var entry = EntryPayload.Read(PacketReading.Of(@"1:1:bob:PC1:257:nick\0group"), Codecs.Japanese, dialect, ObservedEncoding.Unknown);
        Assert.Equal(("nick", "group"), (entry.Nick, entry.Group));
    }
}
