using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

public class MessageLengthTests
{
    // What the header of these messages takes: "1:1767603600:alice:ALICE-PC:25166112:" and the NUL at the end.
    private const int Frame = 38;

    private static EncodedMessage Compose(MemberFixture fixture, int length, params IPEndPoint[] to) =>
        fixture.Node.Do((machine, now) => machine.Compose(now, new OutgoingMessage(new string('x', length)), to));

    [Theory]
    [InlineData("1", 0x01000003u, Frame, 32_767)]
    [InlineData("1_iptux 0.10", 0x103u, Frame - 5, 8_191)]
    [InlineData("1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9", 0x600003u, Frame - 5, 16_383)]
    [InlineData("1@shiyeline", 3u, Frame - 5, 16_383)]
    [InlineData("1", 0x80000003u, Frame - 5, 16_383)]
    [Rule(18)]
    public void R18_the_longest_message_fits_the_buffer_of_its_recipient_even_with_64_NULs(string version, uint entry,
        int frame, int buffer)
    {
        var fixture = new MemberFixture();
        fixture.Peer.Version = version;
        fixture.Meet(word: entry);
        int longest = buffer - 64 - frame;

        Assert.Empty(Compose(fixture, longest, fixture.Peer.EndPoint).TooLongFor);
        Assert.Equal([new MessageTooLong(fixture.Peer.EndPoint, buffer - 64)],
            Compose(fixture, longest + 1, fixture.Peer.EndPoint).TooLongFor);

        fixture.Send(new string('x', longest));
        fixture.Lan.RunUntilQuiet();
        Assert.Equal([buffer - 64, buffer - 64, buffer - 64, buffer, buffer], fixture.Peer.Received.Select(each => each.Bytes.Length));
    }

    [Fact]
    [Rule(18)]
    public void R18_composing_sends_nothing_and_names_those_who_cannot_take_it()
    {
        var fixture = new MemberFixture();
        var iptux = fixture.AnotherPeer(3, "tux");
        iptux.Version = "1_iptux 0.10";
        fixture.Meet(iptux, 0x103);
        fixture.Meet();
        var encodedMessage = Compose(fixture, 10_000, fixture.Peer.EndPoint, iptux.EndPoint);
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([iptux.EndPoint], encodedMessage.TooLongFor.Select(each => each.To));
        Assert.Equal(2, encodedMessage.Deliveries.Count);
        Assert.Empty(fixture.Peer.Received);
        Assert.Empty(iptux.Received);
    }

    [Fact]
    [Rule(18)]
    public void R18_what_is_long_in_bytes_counts_and_not_in_characters()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var text = new OutgoingMessage(new string('語', 12_000));

        Assert.Single(fixture.Node.Do((machine, now) => machine.Compose(now, text, [fixture.Peer.EndPoint])).TooLongFor);
        fixture.Meet(word: 3);
        Assert.Empty(fixture.Node.Do((machine, now) => machine.Compose(now, text, [fixture.Peer.EndPoint])).TooLongFor);
    }

    [Fact]
    [Rule(18)]
    public void R18_a_number_too_long_to_be_echoed_is_not_answered_at_all()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "x\0"u8, new string('7', 33_000));
        fixture.Lan.Run(0);

        Assert.Empty(fixture.Peer.Received);
        Assert.Equal(["x"], fixture.Texts);
    }
}
