using System.Globalization;
using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class SealedMessageTests
{
    private static (Stage, IncomingMessage, uint) Received(uint word)
    {
        var stage = new Stage();
        stage.Meet();
        uint number = stage.Hears(word, "secret\0");
        stage.Peer.Forget();
        return (stage, stage.Machine.Take(null)!, number);
    }

    [Theory]
    [InlineData(0x200u, 0x30u)]
    [InlineData(0x100200u, 0x100030u)]
    public void R49_opening_a_sealed_message_tells_its_sender_and_copies_READCHECKOPT(uint option, uint notice)
    {
        var (stage, message, number) = Received(Stage.Message | option);
        Assert.Equal((true, false), (message.IsSealed, message.IsOpened));
        Assert.True(stage.Node.Do((machine, now) => machine.Open(now, message)));
        Assert.False(stage.Node.Do((machine, now) => machine.Open(now, message)));
        stage.Lan.Run(0);

        Assert.True(message.IsOpened);
        Assert.Equal((notice, number.ToString(CultureInfo.InvariantCulture)), (stage.Peer.Heard.Single().CommandWord, stage.Peer.Heard.Single().Body));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x100000u)]
    public void R49_a_message_that_is_not_sealed_needs_no_opening_and_tells_nobody(uint option)
    {
        var (stage, message, _) = Received(Stage.Message | option);
        Assert.True(message.IsOpened);
        Assert.False(stage.Node.Do((machine, now) => machine.Open(now, message)));
        stage.Lan.RunUntilQuiet();

        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R51_the_notice_is_repeated_twelve_times_every_750_ms()
    {
        var (stage, message, _) = Received(Stage.Sealed);
        stage.Node.Do((machine, now) => machine.Open(now, message));
        stage.Lan.RunUntilQuiet();

        Assert.Equal(Enumerable.Range(0, 13).Select(i => i * 750L), stage.Peer.Heard.Select(each => each.At));
        Assert.Single(stage.Peer.Heard.Select(each => System.Convert.ToHexString(each.Bytes)).Distinct());
    }

    [Fact]
    public void R51_the_answer_by_the_notices_own_number_ends_the_repetitions_and_no_other_does()
    {
        var (stage, message, number) = Received(Stage.Sealed);
        stage.Node.Do((machine, now) => machine.Open(now, message));
        stage.Lan.Run(1_000);
        string own = stage.Peer.Heard[0].NumberText;
        stage.Hears(0x32, number + "\0");
        stage.HearsFrom(stage.AnotherPeer(3, "peer"), 0x32, own + "\0");
        stage.Lan.Run(1_000);
        Assert.Equal(3, stage.Peer.Heard.Count);
        stage.Hears(0x32, own + "\0");
        stage.Lan.RunUntilQuiet();

        Assert.Equal(3, stage.Peer.Heard.Count);
    }

    [Fact]
    public void R51_a_stop_says_it_one_last_time()
    {
        var (stage, message, _) = Received(Stage.Sealed);
        stage.Node.Do((machine, now) => machine.Open(now, message));
        stage.Node.Do((machine, now) => machine.Stop(now));
        stage.Lan.RunUntilQuiet();

        Assert.Equal(2, stage.Peer.All(Command.ReadMessage).Count);
    }

    [Fact]
    public void R52_discarding_a_sealed_message_unopened_tells_its_sender()
    {
        var (stage, message, number) = Received(Stage.Sealed);
        Assert.True(stage.Node.Do((machine, now) => machine.Discard(now, message)));
        Assert.False(stage.Node.Do((machine, now) => machine.Discard(now, message)));
        Assert.False(stage.Node.Do((machine, now) => machine.Open(now, message)));
        stage.Lan.RunUntilQuiet();

        Assert.Equal((0x31u, number.ToString(CultureInfo.InvariantCulture)), (stage.Peer.Heard.Single().CommandWord, stage.Peer.Heard.Single().Body));
    }

    [Fact]
    public void R52_discarding_an_opened_or_open_message_tells_nobody()
    {
        var (stage, message, _) = Received(Stage.Message);
        stage.Node.Do((machine, now) => machine.Discard(now, message));
        var (other, opened, _) = Received(0x220);
        other.Node.Do((machine, now) => machine.Open(now, opened));
        other.Node.Do((machine, now) => machine.Discard(now, opened));
        stage.Lan.RunUntilQuiet();
        other.Lan.RunUntilQuiet();

        Assert.Empty(stage.Peer.Heard);
        Assert.Equal([Command.ReadMessage], other.Peer.Heard.Select(each => each.Command));
    }

    [Fact]
    public void R52_a_waiting_message_that_is_discarded_waits_no_more()
    {
        var stage = new Stage();
        stage.Hears(Stage.Message, "one\0");
        stage.Hears(Stage.Message, "two\0");
        stage.Node.Do((machine, now) => machine.Discard(now, machine.Waiting.First()));

        Assert.Equal(["two"], stage.Texts);
    }
}
