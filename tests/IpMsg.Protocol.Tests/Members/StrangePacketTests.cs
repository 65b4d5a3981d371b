using System.Text;
using Xunit;

namespace IpMsg.Protocol.Tests;

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
    public void R52_unknown_commands_get_no_answer_and_do_nothing(uint word)
    {
        var stage = new Stage();
        stage.Meet();
        int told = stage.Node.Told.Count;
        stage.Hears(word, "id|1|0|1|1|512|#\0\x01\xff\0binary\0\n");
        stage.Lan.Run(10_000);

        Assert.Empty(stage.Peer.Heard);
        Assert.Equal(told, stage.Node.Told.Count);
        Assert.Equal(0, stage.Machine.WaitingCount);
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
    public void R5_what_is_no_packet_is_ignored(string datagram)
    {
        var stage = new Stage();
        stage.Peer.Send(stage.Node.EndPoint, Encoding.Latin1.GetBytes(datagram));
        stage.Lan.Run(10_000);

        Assert.Empty(stage.Peer.Heard);
        Assert.Empty(stage.Node.Told);
        Assert.Equal((1, 1), (stage.Machine.Counters.Received, stage.Machine.Counters.Ignored));
    }

    [Fact]
    public void R70_an_encrypted_message_that_cannot_be_read_is_not_confirmed_and_its_sender_told_once()
    {
        var stage = new Stage();
        stage.Meet();
        for (int i = 0; i < 5; i++)
            stage.Peer.Say(stage.Node.EndPoint, 0x400120, "41900004:00:00:00\0"u8, "77");
        stage.Hears(0x402020, "41900004:00:00:00\0");
        stage.Lan.Run(1_000);

        Assert.Equal(139296u, Assert.Single(stage.Peer.Heard).CommandWord);
        Assert.Equal(0, stage.Machine.WaitingCount);
    }
}
