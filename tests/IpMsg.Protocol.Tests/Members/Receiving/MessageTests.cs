using System.Linq;
using System.Text;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class MessageTests
{
    [Fact]
    public void R39_a_message_is_confirmed_to_its_sender_by_its_number()
    {
        var stage = new Stage();
        var peer = stage.AnotherPeer(4, "carol", port: 4444);
        stage.Meet(peer);
        uint number = stage.HearsFrom(peer, Stage.Confirmed, "Hello\0");

        Assert.Equal("1:1767603600:alice:ALICE-PC:33:" + number + "\0", Encoding.ASCII.GetString(peer.Heard.Single().Bytes));
        Assert.Equal(["Hello"], stage.Texts);
        Assert.True(stage.Machine.Waiting.Single().IsConfirmed);
    }

    [Theory]
    [InlineData("1700000000123")]
    [InlineData("0000000042")]
    public void R7_the_confirmation_repeats_the_digits_as_they_were(string number)
    {
        var stage = new Stage();
        stage.Meet();
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "x\0"u8, number);
        stage.Lan.Run(0);

        Assert.Equal(number, stage.Peer.Heard.Single().Body);
        Assert.Equal(number, stage.Machine.Waiting.Single().NumberText);
    }

    [Theory]
    [InlineData(0x520u)]
    [InlineData(0x2120u)]
    [InlineData(0x2520u)]
    public void R40_broadcasts_and_automatic_messages_are_delivered_and_never_answered(uint word)
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("out", "I am out")));
        stage.Hears(word, "Hello\0");
        stage.Hears(word, "Hello\0");
        stage.Lan.Run(10_000);

        Assert.Empty(stage.Peer.Heard);
        Assert.Equal(2, stage.Texts.Count);
        Assert.All(stage.Machine.Waiting, each => Assert.False(each.IsConfirmed));
    }

    [Fact]
    public void R41_without_SENDCHECKOPT_a_message_is_delivered_and_not_confirmed()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Hears(Stage.Message, "Hello\0");

        Assert.Empty(stage.Peer.Heard);
        Assert.Equal(["Hello"], stage.Texts);
    }

    [Theory]
    [InlineData(0x121u, "1\0", 0)]
    [InlineData(0x130u, "1\0", 0)]
    [InlineData(0x132u, "1\0", 0)]
    [InlineData(0x101u, "Peer\0\0", (int)Command.AnswerEntry)]
    [InlineData(0x103u, "Peer\0\0", 0)]
    [InlineData(0x140u, "", (int)Command.SendInfo)]
    public void R42_bit_0x100_asks_for_a_confirmation_on_messages_alone(uint word, string extra, int onlyAnswer)
    {
        var stage = new Stage();
        stage.Meet();
        stage.Hears(word, extra);
        stage.Lan.Run(10_000);

        Assert.All(stage.Peer.Heard, each => Assert.Equal((Command)onlyAnswer, each.Command));
        Assert.Equal(onlyAnswer == 0 ? 0 : 1, stage.Peer.Heard.Count);
    }

    [Fact]
    public void R43_the_same_message_three_times_is_delivered_once_and_confirmed_three_times()
    {
        var stage = new Stage();
        stage.Meet();
        for (int i = 0; i < 3; i++)
            stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, i == 2 ? "Hello\0\0\0\0"u8 : "Hello\0"u8, "77");
        stage.Lan.Run(0);

        Assert.Equal(["77", "77", "77"], stage.Peer.All(Command.ReceiveMessage).Select(each => each.Body));
        Assert.Equal(["Hello"], stage.Texts);
        Assert.Equal(2, stage.Machine.Counters.Duplicates);
    }

    [Fact]
    public void R43_a_repetition_marked_with_RETRYOPT_is_one_too()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "Hello\0"u8, "77");
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed | 0x4000, "Hello\0"u8, "77");
        stage.Lan.Run(0);

        Assert.Equal((1, 2), (stage.Texts.Count, stage.Peer.Heard.Count));
    }

    [Theory]
    [InlineData("78", "Hello\0", 2)]
    [InlineData("77", "Other\0", 2)]
    [InlineData("77", "Hello\0", 3)]
    public void R43_another_number_text_or_sender_is_another_message(string number, string text, int from)
    {
        var stage = new Stage();
        var other = stage.AnotherPeer(3, "peer");
        other.Host = stage.Peer.Host;
        stage.Peer.Say(stage.Node.EndPoint, Stage.Message, "Hello\0"u8, "77");
        (from == 2 ? stage.Peer : other).Say(stage.Node.EndPoint, Stage.Message, Encoding.ASCII.GetBytes(text), number);
        stage.Lan.Run(0);

        Assert.Equal(2, stage.Texts.Count);
    }

    [Fact]
    public void R43_a_broadcast_by_two_roads_is_one_message_from_the_member_that_is_known()
    {
        var stage = new Stage();
        stage.Meet();
        var twin = stage.AnotherPeer(3, stage.Peer.User);
        twin.Host = stage.Peer.Host;
        twin.Say(stage.Node.EndPoint, Stage.Message | 0x400, "Hello\0"u8, "77");
        stage.Peer.Say(stage.Node.EndPoint, Stage.Message | 0x400, "Hello\0"u8, "77");
        stage.Lan.Run(0);

        var message = stage.Machine.Waiting.Single();
        Assert.Equal((stage.Known(), stage.Peer.EndPoint), (message.Sender, message.From));
    }

    [Fact]
    public void R43_after_ten_minutes_a_counter_that_began_again_brings_a_new_message()
    {
        var stage = new Stage();
        stage.Meet();
        foreach (var (wait, messages) in new[] { (0, 1), (599_999, 1), (2, 2) })
        {
            stage.Lan.Run(wait);
            stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "ping\0"u8, "1");
            stage.Lan.Run(0);
            Assert.Equal(messages, stage.Texts.Count);
        }
        Assert.Equal(3, stage.Peer.Heard.Count);
    }

    [Fact]
    public void R43_an_entry_in_between_does_not_make_a_repetition_new()
    {
        var stage = new Stage();
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "ping\0"u8, "1");
        stage.Meet();
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "ping\0"u8, "1");
        stage.Lan.Run(0);

        Assert.Single(stage.Texts);
    }

    [Fact]
    public void R48_a_stranger_hears_of_us_once_for_each_message_and_a_member_does_not()
    {
        var stage = new Stage();
        stage.Hears(Stage.Confirmed, "Hello\0");
        Assert.Equal([Command.ReceiveMessage, Command.Entry], stage.Peer.Heard.Select(each => each.Command));
        stage.Meet();
        stage.Peer.Forget();
        stage.Hears(Stage.Confirmed, "Hello again\0");

        Assert.Equal([Command.ReceiveMessage], stage.Peer.Heard.Select(each => each.Command));
    }

    [Fact]
    public void R48_who_does_not_stay_is_confirmed_and_left_in_peace()
    {
        var stage = new Stage();
        stage.Hears(Stage.Confirmed | 0x80000, "Hello\0");
        stage.Lan.Run(10_000);

        Assert.Equal([Command.ReceiveMessage], stage.Peer.Heard.Select(each => each.Command));
        Assert.Equal(0, stage.Machine.MemberCount);
    }

    [Theory]
    [InlineData(0x2020u, 1)]
    [InlineData(0x2120u, 0)]
    [InlineData(0x2220u, 0)]
    [InlineData(0x20u, 0)]
    [InlineData(0x120u, 0)]
    public void R30_plain_text_under_a_fingerprint_name_is_heard_only_as_a_harmless_automatic_reply(uint word, int heard)
    {
        var stage = new Stage(Stage.Settings(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt));
        stage.Peer.User = "bob-<488c45d2cac847d2>";
        stage.Hears(word, "I am out\0");
        stage.Lan.RunUntilQuiet();

        Assert.Equal(heard, stage.Texts.Count);
        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R8_an_unknown_bit_31_changes_nothing()
    {
        var stage = new Stage();
        stage.Hears(2147483680, "Hello\0");

        Assert.Equal(["Hello"], stage.Texts);
    }
}
