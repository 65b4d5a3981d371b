using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Clients told apart by what they send.</summary>
public class ClientDialectTests
{
    [Theory]
    [InlineData("1:1:u:h:224657409:nick", ClientDialect.Standard)]
    [InlineData("1_other:1:u:h:1:nick", ClientDialect.Standard)]
    [InlineData("1_iptux 0.9:1:u:h:257:nick", ClientDialect.Iptux)]
    [InlineData("1_iptux 0.9:1:u:h:2147483905:nick", ClientDialect.Iptux)]
    [InlineData("1_lbt4_1#0#AABBCCDDEEFF#0:1:u:h:6291457:nick", ClientDialect.FeiQ)]
    [InlineData("1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1:u:h:209:", ClientDialect.FeiQ)]
    [InlineData("1@shiyeline:1:u:h:1:nick", ClientDialect.NeiWangTong)]
    [InlineData("1:1:u:h:2432696321:nick", ClientDialect.IpMsgNet)]
    [InlineData("1:1:u:h:2147483652:nick", ClientDialect.IpMsgNet)]
    [Rule(96, 97, 100)]
    public void R96_R97_and_R100_a_dialect_is_known_by_version_and_flags(string datagram, ClientDialect dialect) =>
        Assert.Equal(dialect, ClientDialects.Of(PacketReading.Of(datagram)));

    [Fact]
    [Rule(8)]
    public void R8_bit_31_on_a_message_says_nothing_of_its_sender() =>
        Assert.Equal(ClientDialect.Standard, ClientDialects.Of(PacketReading.Of("1:1:u:h:2147483680:text")));

    [Theory]
    [InlineData(ClientDialect.Standard, 32767)]
    [InlineData(ClientDialect.Iptux, 8191)]
    [InlineData(ClientDialect.FeiQ, 16383)]
    [InlineData(ClientDialect.NeiWangTong, 16383)]
    [InlineData(ClientDialect.IpMsgNet, 16383)]
    [Rule(18)]
    public void R18_each_dialect_has_its_longest_datagram(ClientDialect dialect, int bytes) => Assert.Equal(bytes, dialect.MaxDatagram());
}
