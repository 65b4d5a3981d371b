using System.Linq;
using System.Text;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class MessageTests
{
    [Fact]
    [Rule(39)]
    public void R39_a_message_is_confirmed_to_its_sender_by_its_number()
    {
        var fixture = new MemberFixture();
        var peer = fixture.AnotherPeer(4, "carol", port: 4444);
        fixture.Meet(peer);
        uint number = fixture.ReceiveFrom(peer, MemberFixture.Confirmed, "Hello\0");

        Assert.Equal("1:1767603600:alice:ALICE-PC:33:" + number + "\0", Encoding.ASCII.GetString(peer.Received.Single().Bytes));
        Assert.Equal(["Hello"], fixture.Texts);
        Assert.True(fixture.Machine.Inbox.Waiting.Single().IsConfirmed);
    }

    [Theory]
    [InlineData("1700000000123")]
    [InlineData("0000000042")]
    [Rule(7)]
    public void R7_the_confirmation_repeats_the_digits_as_they_were(string number)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "x\0"u8, number);
        fixture.Lan.Run(0);

        Assert.Equal(number, fixture.Peer.Received.Single().Body);
        Assert.Equal(number, fixture.Machine.Inbox.Waiting.Single().NumberText);
    }

    [Theory]
    [InlineData(0x520u)]
    [InlineData(0x2120u)]
    [InlineData(0x2520u)]
    [Rule(40)]
    public void R40_broadcasts_and_automatic_messages_are_delivered_and_never_answered(uint word)
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("out", "I am out")));
        fixture.Receive(word, "Hello\0");
        fixture.Receive(word, "Hello\0");
        fixture.Lan.Run(10_000);

        Assert.Empty(fixture.Peer.Received);
        Assert.Equal(2, fixture.Texts.Count);
        Assert.All(fixture.Machine.Inbox.Waiting, each => Assert.False(each.IsConfirmed));
    }

    [Fact]
    [Rule(41)]
    public void R41_without_SENDCHECKOPT_a_message_is_delivered_and_not_confirmed()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Receive(MemberFixture.Message, "Hello\0");

        Assert.Empty(fixture.Peer.Received);
        Assert.Equal(["Hello"], fixture.Texts);
    }

    [Theory]
    [InlineData(0x121u, "1\0", 0)]
    [InlineData(0x130u, "1\0", 0)]
    [InlineData(0x132u, "1\0", 0)]
    [InlineData(0x101u, "Peer\0\0", (int)Command.AnswerEntry)]
    [InlineData(0x103u, "Peer\0\0", 0)]
    [InlineData(0x140u, "", (int)Command.SendInfo)]
    [Rule(42)]
    public void R42_bit_0x100_asks_for_a_confirmation_on_messages_alone(uint word, string extra, int onlyAnswer)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Receive(word, extra);
        fixture.Lan.Run(10_000);

        Assert.All(fixture.Peer.Received, each => Assert.Equal((Command)onlyAnswer, each.Command));
        Assert.Equal(onlyAnswer == 0 ? 0 : 1, fixture.Peer.Received.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_the_same_message_three_times_is_delivered_once_and_confirmed_three_times()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        for (int i = 0; i < 3; i++)
            fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, i == 2 ? "Hello\0\0\0\0"u8 : "Hello\0"u8, "77");
        fixture.Lan.Run(0);

        Assert.Equal(["77", "77", "77"], fixture.Peer.All(Command.ReceiveMessage).Select(each => each.Body));
        Assert.Equal(["Hello"], fixture.Texts);
        Assert.Equal(2, fixture.Machine.Counters.Duplicates);
    }

    [Fact]
    [Rule(43)]
    public void R43_a_repetition_marked_with_RETRYOPT_is_one_too()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "Hello\0"u8, "77");
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed | 0x4000, "Hello\0"u8, "77");
        fixture.Lan.Run(0);

        Assert.Equal((1, 2), (fixture.Texts.Count, fixture.Peer.Received.Count));
    }

    [Theory]
    [InlineData("78", "Hello\0", 2)]
    [InlineData("77", "Other\0", 2)]
    [InlineData("77", "Hello\0", 3)]
    [Rule(43)]
    public void R43_another_number_text_or_sender_is_another_message(string number, string text, int from)
    {
        var fixture = new MemberFixture();
        var other = fixture.AnotherPeer(3, "peer");
        other.Host = fixture.Peer.Host;
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Message, "Hello\0"u8, "77");
        (from == 2 ? fixture.Peer : other).Say(fixture.Node.EndPoint, MemberFixture.Message, Encoding.ASCII.GetBytes(text), number);
        fixture.Lan.Run(0);

        Assert.Equal(2, fixture.Texts.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_a_broadcast_by_two_roads_is_one_message_from_the_member_that_is_known()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var twin = fixture.AnotherPeer(3, fixture.Peer.User);
        twin.Host = fixture.Peer.Host;
        twin.Say(fixture.Node.EndPoint, MemberFixture.Message | 0x400, "Hello\0"u8, "77");
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Message | 0x400, "Hello\0"u8, "77");
        fixture.Lan.Run(0);

        var message = fixture.Machine.Inbox.Waiting.Single();
        Assert.Equal((fixture.Known(), fixture.Peer.EndPoint), (message.Sender, message.From));
    }

    [Fact]
    [Rule(43)]
    public void R43_after_ten_minutes_a_counter_that_began_again_brings_a_new_message()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        foreach (var (wait, messages) in new[] { (0, 1), (599_999, 1), (2, 2) })
        {
            fixture.Lan.Run(wait);
            fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "ping\0"u8, "1");
            fixture.Lan.Run(0);
            Assert.Equal(messages, fixture.Texts.Count);
        }
        Assert.Equal(3, fixture.Peer.Received.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_an_entry_in_between_does_not_make_a_repetition_new()
    {
        var fixture = new MemberFixture();
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "ping\0"u8, "1");
        fixture.Meet();
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "ping\0"u8, "1");
        fixture.Lan.Run(0);

        Assert.Single(fixture.Texts);
    }

    [Fact]
    [Rule(48)]
    public void R48_a_stranger_hears_of_us_once_for_each_message_and_a_member_does_not()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Confirmed, "Hello\0");
        Assert.Equal([Command.ReceiveMessage, Command.Entry], fixture.Peer.Received.Select(each => each.Command));
        fixture.Meet();
        fixture.Peer.Forget();
        fixture.Receive(MemberFixture.Confirmed, "Hello again\0");

        Assert.Equal([Command.ReceiveMessage], fixture.Peer.Received.Select(each => each.Command));
    }

    [Fact]
    [Rule(48)]
    public void R48_who_does_not_stay_is_confirmed_and_left_in_peace()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Confirmed | 0x80000, "Hello\0");
        fixture.Lan.Run(10_000);

        Assert.Equal([Command.ReceiveMessage], fixture.Peer.Received.Select(each => each.Command));
        Assert.Equal(0, fixture.Machine.MemberCount);
    }

    [Theory]
    [InlineData(0x2020u, 1)]
    [InlineData(0x2120u, 0)]
    [InlineData(0x2220u, 0)]
    [InlineData(0x20u, 0)]
    [InlineData(0x120u, 0)]
    [Rule(30)]
    public void R30_plain_text_under_a_fingerprint_name_is_heard_only_as_a_harmless_automatic_reply(uint word, int heard)
    {
        var fixture = new MemberFixture(MemberFixture.Settings(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt));
        fixture.Peer.User = "bob-<488c45d2cac847d2>";
        fixture.Receive(word, "I am out\0");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(heard, fixture.Texts.Count);
        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(8)]
    public void R8_an_unknown_bit_31_changes_nothing()
    {
        var fixture = new MemberFixture();
        fixture.Receive(2147483680, "Hello\0");

        Assert.Equal(["Hello"], fixture.Texts);
    }
}
