using System.Text;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

public class StrangePacketTests
{
    [Theory]
    [InlineData(0x05u)]
    [InlineData(0x31u)]
    [InlineData(0x77u)]
    [InlineData(0x79u)]
    [InlineData(0x7au)]
    [InlineData(0xc0u)]
    [InlineData(0x2000c0u)] // R98
    [InlineData(0xd1u)]
    [InlineData(0xfbu)]
    [InlineData(0xfcu)]
    [InlineData(0xfdu)]
    [InlineData(0xfeu)]
    [InlineData(0xffu)]
    [InlineData(0x1003ffu)]
    [Rule(52)]
    public void R52_unknown_commands_get_no_answer_and_do_nothing(uint word)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        int told = fixture.Node.Told.Count;
        fixture.Receive(word, "id|1|0|1|1|512|#\0\x01\xff\0binary\0\n");
        fixture.Lan.Run(10_000);

        Assert.Empty(fixture.Peer.Received);
        Assert.Equal(told, fixture.Node.Told.Count);
        Assert.Equal(0, fixture.Machine.Inbox.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("1:100:peer:PEER-PC:32")]
    [InlineData("1:x:peer:PEER-PC:288:Hello")]
    [InlineData("1:100:peer:PEER-PC:x:Hello")]
    [InlineData("1:100:peer:PEER-PC:-288:Hello")]
    [InlineData("1::peer:PEER-PC:288:Hello")]
    [InlineData("2:100:peer:PEER-PC:288:Hello")]
    [InlineData("0:100:peer:PEER-PC:288:Hello")]
    [InlineData("x:100:peer:PEER-PC:288:Hello")]
    [InlineData("feiq_plus_plus:100:peer:PEER-PC:288:Hello")]
    [InlineData("IP2:3d:key1:3:3e8:key2:4:str1:Z")] // R104
    [Rule(5)]
    public void R5_what_is_no_packet_is_ignored(string datagram)
    {
        var fixture = new MemberFixture();
        fixture.Peer.Send(fixture.Node.EndPoint, Encoding.Latin1.GetBytes(datagram));
        fixture.Lan.Run(10_000);

        Assert.Empty(fixture.Peer.Received);
        Assert.Empty(fixture.Node.Told);
        Assert.Equal((1, 1), (fixture.Machine.Counters.Received, fixture.Machine.Counters.Ignored));
    }

    [Fact]
    [Rule(70)]
    public void R70_an_encrypted_message_that_cannot_be_read_is_not_confirmed_and_its_sender_told_once()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        for (int i = 0; i < 5; i++)
            fixture.Peer.Say(fixture.Node.EndPoint, 0x400120, "41900004:00:00:00\0"u8, "77");
        fixture.Receive(0x402020, "41900004:00:00:00\0");
        fixture.Lan.Run(1_000);

        Assert.Equal(139296u, Assert.Single(fixture.Peer.Received).CommandWord);
        Assert.Equal(0, fixture.Machine.Inbox.Count);
    }
}
