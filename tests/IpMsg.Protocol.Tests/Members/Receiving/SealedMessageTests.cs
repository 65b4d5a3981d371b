using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class SealedMessageTests
{
    private static (MemberFixture, IncomingMessage, uint) Received(uint word)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        uint number = fixture.Receive(word, "secret\0");
        fixture.Peer.Forget();
        return (fixture, fixture.Machine.Inbox.Dequeue()!, number);
    }

    [Theory]
    [InlineData(0x200u, 0x30u)]
    [InlineData(0x100200u, 0x100030u)]
    [Rule(49)]
    public void R49_opening_a_sealed_message_tells_its_sender_and_copies_READCHECKOPT(uint option, uint notice)
    {
        var (fixture, message, number) = Received(MemberFixture.Message | option);
        Assert.Equal((true, false), (message.IsSealed, message.IsOpened));
        Assert.True(fixture.Node.Do((machine, now) => machine.Open(now, message)));
        Assert.False(fixture.Node.Do((machine, now) => machine.Open(now, message)));
        fixture.Lan.Run(0);

        Assert.True(message.IsOpened);
        Assert.Equal((notice, number.ToString(CultureInfo.InvariantCulture)),
            (fixture.Peer.Received.Single().CommandWord, fixture.Peer.Received.Single().Body));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x100000u)]
    [Rule(49)]
    public void R49_a_message_that_is_not_sealed_needs_no_opening_and_tells_nobody(uint option)
    {
        var (fixture, message, _) = Received(MemberFixture.Message | option);
        Assert.True(message.IsOpened);
        Assert.False(fixture.Node.Do((machine, now) => machine.Open(now, message)));
        fixture.Lan.RunUntilQuiet();

        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(51)]
    public void R51_the_notice_is_repeated_twelve_times_every_750_ms()
    {
        var (fixture, message, _) = Received(MemberFixture.Sealed);
        fixture.Node.Do((machine, now) => machine.Open(now, message));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(Enumerable.Range(0, 13).Select(i => i * 750L), fixture.Peer.Received.Select(each => each.At));
        Assert.Single(fixture.Peer.Received.Select(each => System.Convert.ToHexString(each.Bytes)).Distinct());
    }

    [Fact]
    [Rule(51)]
    public void R51_the_answer_by_the_notices_own_number_ends_the_repetitions_and_no_other_does()
    {
        var (fixture, message, number) = Received(MemberFixture.Sealed);
        fixture.Node.Do((machine, now) => machine.Open(now, message));
        fixture.Lan.Run(1_000);
        string own = fixture.Peer.Received[0].NumberText;
        fixture.Receive(0x32, number + "\0");
        fixture.ReceiveFrom(fixture.AnotherPeer(3, "peer"), 0x32, own + "\0");
        fixture.Lan.Run(1_000);
        Assert.Equal(3, fixture.Peer.Received.Count);
        fixture.Receive(0x32, own + "\0");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(3, fixture.Peer.Received.Count);
    }

    [Fact]
    [Rule(51)]
    public void R51_a_stop_says_it_one_last_time()
    {
        var (fixture, message, _) = Received(MemberFixture.Sealed);
        fixture.Node.Do((machine, now) => machine.Open(now, message));
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(2, fixture.Peer.All(Command.ReadMessage).Count);
    }

    [Fact]
    [Rule(52)]
    public void R52_discarding_a_sealed_message_unopened_tells_its_sender()
    {
        var (fixture, message, number) = Received(MemberFixture.Sealed);
        Assert.True(fixture.Node.Do((machine, now) => machine.Discard(now, message)));
        Assert.False(fixture.Node.Do((machine, now) => machine.Discard(now, message)));
        Assert.False(fixture.Node.Do((machine, now) => machine.Open(now, message)));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal((0x31u, number.ToString(CultureInfo.InvariantCulture)),
            (fixture.Peer.Received.Single().CommandWord, fixture.Peer.Received.Single().Body));
    }

    [Fact]
    [Rule(52)]
    public void R52_discarding_an_opened_or_open_message_tells_nobody()
    {
        var (fixture, message, _) = Received(MemberFixture.Message);
        fixture.Node.Do((machine, now) => machine.Discard(now, message));
        var (other, opened, _) = Received(0x220);
        other.Node.Do((machine, now) => machine.Open(now, opened));
        other.Node.Do((machine, now) => machine.Discard(now, opened));
        fixture.Lan.RunUntilQuiet();
        other.Lan.RunUntilQuiet();

        Assert.Empty(fixture.Peer.Received);
        Assert.Equal([Command.ReadMessage], other.Peer.Received.Select(each => each.Command));
    }

    [Fact]
    [Rule(52)]
    public void R52_a_waiting_message_that_is_discarded_waits_no_more()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Message, "one\0");
        fixture.Receive(MemberFixture.Message, "two\0");
        fixture.Node.Do((machine, now) => machine.Discard(now, machine.Inbox.Waiting.First()));

        Assert.Equal(["two"], fixture.Texts);
    }
}
