using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Messages that name the one before them (R118), at their receiver.</summary>
public class HeldMessagesTests
{
    private const uint ToOurs = MemberFixture.Confirmed | (uint)MessageFlags.CanUtf8;

    private readonly MemberFixture _fixture = new();

    [Fact]
    [Rule(118)]
    public void R118_a_message_whose_predecessor_is_missing_is_confirmed_and_shown_behind_it()
    {
        Say(3, before: 2);
        Say(2, before: 1);
        Assert.Equal(["2", "3"], Confirmed().Order());
        Assert.Empty(_fixture.Texts);
        Say(1);
        Assert.Equal(["message 1", "message 2", "message 3"], _fixture.Texts);
        Assert.Equal(3, _fixture.Count<MessageArrived>());
    }

    [Fact]
    [Rule(118)]
    public void R118_several_messages_behind_the_same_one_are_shown_by_their_numbers()
    {
        Say(4, before: 1);
        Say(3, before: 2);
        Say(2, before: 1);
        Say(1);
        Assert.Equal(["message 1", "message 2", "message 3", "message 4"], _fixture.Texts);
    }

    [Fact]
    [Rule(118)]
    public void R118_a_message_is_held_for_ten_seconds_at_most()
    {
        Say(2, before: 1);
        Say(3, before: 2);
        _fixture.Lan.Run(HeldMessages.MaxMs - 1);
        Assert.Empty(_fixture.Texts);
        _fixture.Lan.Run(1);
        Assert.Equal(["message 2", "message 3"], _fixture.Texts);
        Say(1);
        Assert.Equal("message 1", _fixture.Texts[2]);
    }

    [Fact]
    [Rule(118)]
    public void R118_a_repetition_of_a_held_message_is_confirmed_again_and_not_shown_twice()
    {
        Say(2, before: 1);
        Say(2, before: 1, (uint)MessageFlags.Retry);
        Say(1);
        Say(1, flags: (uint)MessageFlags.Retry);
        Assert.Equal(["2", "2", "1", "1"], Confirmed());
        Assert.Equal(["message 1", "message 2"], _fixture.Texts);
    }

    [Fact]
    [Rule(118)]
    public void R118_a_repetition_of_what_was_shown_long_ago_shows_what_waits_behind_it()
    {
        Say(1);
        for (uint i = 0; i < HeldMessages.MaxPerSender; i++)
            Say(1_000 + i);
        Say(2, before: 1);
        Say(2, before: 1, (uint)MessageFlags.Retry);
        Assert.DoesNotContain("message 2", _fixture.Texts);
        Say(1, flags: (uint)MessageFlags.Retry);
        Assert.Equal("message 2", _fixture.Texts[^1]);
        Assert.Single(_fixture.Texts, "message 2");
    }

    [Fact]
    [Rule(118)]
    public void R118_nobody_holds_the_messages_of_another_sender()
    {
        var other = _fixture.AnotherPeer(3, "carol");
        Say(2, before: 1);
        Say(1, peer: other);
        Assert.Equal(["message 1"], _fixture.Texts);
        Say(1);
        Assert.Equal(["message 1", "message 1", "message 2"], _fixture.Texts);
    }

    [Fact]
    [Rule(118)]
    public void R118_no_more_than_64_messages_of_a_sender_are_held()
    {
        for (uint i = 0; i < HeldMessages.MaxPerSender + 3; i++)
            Say(100 + i, before: 50);
        Assert.Equal(["message 164", "message 165", "message 166"], _fixture.Texts);
        _fixture.Lan.Run(HeldMessages.MaxMs);
        Assert.Equal(HeldMessages.MaxPerSender + 3, _fixture.Texts.Count);
    }

    [Fact]
    [Rule(118)]
    public void R118_the_memory_of_senders_is_bounded_and_drops_no_message()
    {
        Say(2, before: 1);
        for (int i = 0; i < HeldMessages.MaxSenders; i++)
        {
            _fixture.Lan.Forge(MemberFixture.At(10 + i), _fixture.Node.EndPoint, Datagram(7, null, 0));
            _fixture.Lan.Run(1);
        }
        // Its sender was the first, and gave way.
        Assert.Contains("message 2", _fixture.Texts);
    }

    [Fact]
    [Rule(118)]
    public void R118_a_listener_that_leaves_shows_what_it_holds()
    {
        Say(2, before: 1);
        _fixture.Node.Do((machine, now) => machine.Stop(now));
        Assert.Equal(["message 2"], _fixture.Texts);
    }

    [Theory]
    [InlineData("\nAF:")]
    [InlineData("\nAF:0000000")]
    [InlineData("\nAF:0000000g")]
    [InlineData("\nAF:0000000A")]
    [InlineData("")]
    [Rule(118)]
    public void R118_a_damaged_line_holds_nothing(string line)
    {
        _fixture.Receive(ToOurs, "hello\0\0\nPN:0123456789abcdef" + line);
        Assert.Equal(["hello"], _fixture.Texts);
    }

    [Fact]
    [Rule(118)]
    public void R118_a_message_without_a_request_for_a_proof_is_shown_at_once()
    {
        _fixture.Receive(ToOurs, "hello\0\0\nAF:00000001");
        Assert.Equal(["hello"], _fixture.Texts);
    }

    private void Say(uint number, uint? before = null, uint flags = 0, ScriptedPeer? peer = null)
    {
        (peer ?? _fixture.Peer).Send(_fixture.Node.EndPoint, Datagram(number, before, flags));
        _fixture.Lan.Run(0);
    }

    private static byte[] Datagram(uint number, uint? before, uint flags)
    {
        string line = before is { } known ? "\nAF:" + known.ToString("x8", null) : "";
        return System.Text.Encoding.ASCII.GetBytes(
            $"1:{number}:peer:PEER-PC:{ToOurs | flags}:message {number}\0\0\nPN:{number:x16}{line}");
    }

    private IReadOnlyList<string> Confirmed() => [.. _fixture.Peer.All(Command.ReceiveMessage).Select(each => each.Body)];
}
