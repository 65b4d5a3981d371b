using System.Linq;
using System.Net;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class LengthTests
{
    // What the header of these messages takes: "1:1767603600:alice:ALICE-PC:25166112:" and the NUL at the end.
    private const int Frame = 38;

    private static Composition Compose(Stage stage, int length, params IPEndPoint[] to) =>
        stage.Node.Do((machine, now) => machine.Compose(now, new OutgoingMessage(new string('x', length)), to));

    [Theory]
    [InlineData("1", 0x01000003u, Frame, 32_767)]
    [InlineData("1_iptux 0.10", 0x103u, Frame - 5, 8_191)]
    [InlineData("1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9", 0x600003u, Frame - 5, 16_383)]
    [InlineData("1@shiyeline", 3u, Frame - 5, 16_383)]
    [InlineData("1", 0x80000003u, Frame - 5, 16_383)]
    public void R18_the_longest_message_fits_the_buffer_of_its_recipient_even_with_64_NULs(string version, uint entry, int frame, int buffer)
    {
        var stage = new Stage();
        stage.Peer.Version = version;
        stage.Meet(word: entry);
        int longest = buffer - 64 - frame;

        Assert.Empty(Compose(stage, longest, stage.Peer.EndPoint).TooLongFor);
        Assert.Equal([new TooLong(stage.Peer.EndPoint, buffer - 64)], Compose(stage, longest + 1, stage.Peer.EndPoint).TooLongFor);

        stage.Send(new string('x', longest));
        stage.Lan.RunUntilQuiet();
        Assert.Equal([buffer - 64, buffer - 64, buffer - 64, buffer, buffer], stage.Peer.Heard.Select(each => each.Bytes.Length));
    }

    [Fact]
    public void R18_composing_sends_nothing_and_names_those_who_cannot_take_it()
    {
        var stage = new Stage();
        var iptux = stage.AnotherPeer(3, "tux");
        iptux.Version = "1_iptux 0.10";
        stage.Meet(iptux, 0x103);
        stage.Meet();
        var composition = Compose(stage, 10_000, stage.Peer.EndPoint, iptux.EndPoint);
        stage.Lan.RunUntilQuiet();

        Assert.Equal([iptux.EndPoint], composition.TooLongFor.Select(each => each.To));
        Assert.Equal(2, composition.Deliveries.Count);
        Assert.Empty(stage.Peer.Heard);
        Assert.Empty(iptux.Heard);
    }

    [Fact]
    public void R18_what_is_long_in_bytes_counts_and_not_in_characters()
    {
        var stage = new Stage();
        stage.Meet();
        var text = new OutgoingMessage(new string('語', 12_000));

        Assert.Single(stage.Node.Do((machine, now) => machine.Compose(now, text, [stage.Peer.EndPoint])).TooLongFor);
        stage.Meet(word: 3);
        Assert.Empty(stage.Node.Do((machine, now) => machine.Compose(now, text, [stage.Peer.EndPoint])).TooLongFor);
    }

    [Fact]
    public void R18_a_number_too_long_to_be_echoed_is_not_answered_at_all()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "x\0"u8, new string('7', 33_000));
        stage.Lan.Run(0);

        Assert.Empty(stage.Peer.Heard);
        Assert.Equal(["x"], stage.Texts);
    }
}
