using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

public class RecipientQueueTests
{
    private static IReadOnlyList<(long At, string Text)> Messages(ScriptedPeer peer) =>
        [.. peer.All(Command.SendMessage).Select(each => (each.At, each.Body))];

    [Fact]
    public void One_message_is_under_way_to_a_recipient_at_a_time_and_their_order_is_kept()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var deliveries = new[] { "one", "two", "three" }.Select(each => fixture.Send(each)).ToList();
        fixture.Lan.Run(500);
        Assert.Equal([(0L, "one")], Messages(fixture.Peer));
        fixture.Receive(0x21, deliveries[0].Number + "\0");
        fixture.PeerConfirms();
        fixture.Lan.RunUntilQuiet();

        var messages = Messages(fixture.Peer);
        Assert.Equal(["one", "two", "two", "three"], messages.Select(each => each.Text));
        // Two and a half to three round trips later (R44).
        Assert.Equal([0L, 500L], messages.Take(2).Select(each => each.At));
        Assert.InRange(messages[2].At - 500, 1_250, 1_500);
        Assert.Equal(messages[2].At, messages[3].At);
        Assert.All(deliveries, each => Assert.Equal(DeliveryStatus.Confirmed, each.Status));
    }

    [Fact]
    public void A_failed_message_lets_the_next_one_go()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send("one");
        fixture.Send("two");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([.. Enumerable.Range(0, 5).Select(i => (i * 1_000L, "one")),
            .. Enumerable.Range(5, 5).Select(i => (i * 1_000L, "two"))], Messages(fixture.Peer));
    }

    [Fact]
    public void A_silent_recipient_does_not_hold_up_others()
    {
        var fixture = new MemberFixture();
        var other = fixture.AnotherPeer(3, "other");
        fixture.Meet();
        fixture.Meet(other);
        fixture.Send("to the silent one");
        fixture.Send("to the other", other.EndPoint);

        Assert.Equal([(0L, "to the other")], Messages(other));
    }

    [Fact]
    public void What_is_given_up_while_it_waits_is_never_sent()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send("one");
        var second = fixture.Send("two");
        fixture.Send("three");
        fixture.Node.Do((machine, now) => machine.GiveUp(now, second, DeliveryStatus.Unconfirmed, "Changed my mind."));
        fixture.PeerConfirms();
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(["one", "one", "three"], Messages(fixture.Peer).Select(each => each.Item2));
        Assert.Equal((DeliveryStatus.Unconfirmed, 0), (second.Status, second.Attempts));
    }

    [Fact]
    [Rule(53)]
    public void R53_several_recipients_get_one_datagram_each_with_one_number_and_MULTICASTOPT()
    {
        var fixture = new MemberFixture();
        var others = new[] { fixture.AnotherPeer(3, "carol"), fixture.AnotherPeer(4, "dave") };
        foreach (var peer in others)
            fixture.Meet(peer);
        fixture.Meet();
        fixture.Send(new OutgoingMessage("All of you"), fixture.Peer.EndPoint, others[0].EndPoint, others[1].EndPoint);

        var received = others.Append(fixture.Peer).Select(each => each.Received.Single()).ToList();
        Assert.Single(received.Select(each => each.NumberText).Distinct());
        Assert.All(received, each => Assert.Equal(0x01800920u, each.CommandWord));
    }

    [Fact]
    [Rule(53)]
    public void R53_a_single_recipient_gets_no_MULTICASTOPT()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send("You alone");

        Assert.Equal(0x01800120u, fixture.Peer.Received.Single().CommandWord);
    }

    [Fact]
    public void First_transmissions_leave_in_windows_that_a_socket_buffer_can_hold()
    {
        var fixture = new MemberFixture();
        var peers = Enumerable.Range(0, 200).Select(i => fixture.AnotherPeer(10 + i, "user" + i)).ToList();
        foreach (var peer in peers)
            fixture.Meet(peer);
        fixture.Send(new OutgoingMessage("x"), [.. peers.Select(each => each.EndPoint)]);
        fixture.Lan.Run(100);

        Assert.Equal([(0L, 64), (5L, 64), (10L, 64), (15L, 8)],
            peers.SelectMany(each => each.Received).GroupBy(each => each.At).Select(each => (each.Key, each.Count())));
    }

    [Fact]
    public void A_broadcast_and_a_one_shot_message_are_sent_once_and_end_as_sent()
    {
        var fixture = new MemberFixture();
        var broadcast = fixture.Node.Do((machine, now) => machine.ComposeBroadcast(now, new OutgoingMessage("to all"))).Deliveries;
        fixture.Node.Do((machine, now) => machine.Dispatch(now, broadcast));
        var oneShot = fixture.Send(new OutgoingMessage("just this") { IsOneShot = true }, fixture.Peer.EndPoint);
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([0x420u, 0x80020u], fixture.Peer.Received.Select(each => each.CommandWord));
        Assert.All(broadcast.Concat(oneShot), each => Assert.Equal(DeliveryStatus.Sent, each.Status));
        // Our own broadcast comes back to us and is ignored (R32).
        Assert.Empty(fixture.Texts);
    }
}
