using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>Several messages under way to a member of ours (R118), and the form of their repetitions (R44).</summary>
public sealed class MessageSequenceTests
{
    private const string Ours = "peer\0\0\nPF:1";

    private readonly MemberFixture _fixture = new();

    [Fact]
    [Rule(118)]
    public void R118_a_message_under_way_behind_another_names_it_in_these_bytes()
    {
        MeetOurs();
        _fixture.Send("one");
        _fixture.Send("two");

        var sent = _fixture.Peer.All(Command.SendMessage);
        string before = sent[0].Number.ToString("x8", CultureInfo.InvariantCulture);
        Assert.Matches("^one\0\0\nPN:[0-9a-f]{16}$", sent[0].Extra);
        Assert.Matches("^two\0\0\nPN:[0-9a-f]{16}\nAF:" + before + "$", sent[1].Extra);
    }

    [Fact]
    [Rule(118)]
    public void R118_thirty_two_messages_from_the_oldest_unconfirmed_one_on_are_under_way()
    {
        MeetOurs();
        var deliveries = Enumerable.Range(0, 80).Select(i => _fixture.Send("message " + i)).ToList();
        Assert.Equal(32, _fixture.Peer.All(Command.SendMessage).Count);

        // Confirmations of later messages let none go.
        for (int i = 5; i < 32; i++)
            Confirm(i);
        Assert.Equal(32, _fixture.Peer.All(Command.SendMessage).Count);
        Confirm(0);
        Assert.Equal(33, _fixture.Peer.All(Command.SendMessage).Count);
        for (int i = 1; i < 5; i++)
            Confirm(i);
        Assert.Equal(64, _fixture.Peer.All(Command.SendMessage).Count);
        Assert.Equal(deliveries.Take(64).Select(each => each.Number),
            _fixture.Peer.All(Command.SendMessage).Select(each => each.Number));
        Assert.Equal(32, deliveries.Count(each => each.Status == DeliveryStatus.Confirmed));
    }

    [Fact]
    [Rule(118)]
    public void R118_long_messages_leave_as_many_as_a_receive_buffer_holds()
    {
        MeetOurs();
        for (int i = 0; i < 10; i++)
            _fixture.Send(new string('x', 10_000));

        Assert.Equal(4, _fixture.Peer.All(Command.SendMessage).Count);
    }

    [Theory]
    [InlineData("peer\0\0", true)]
    [InlineData(Ours, false)]
    [Rule(118)]
    public void R118_one_message_is_under_way_to_others_and_before_the_first_confirmation(string entry, bool isConfirmed)
    {
        _fixture.Receive(MemberFixture.AnswerEntry, entry);
        if (isConfirmed)
        {
            _fixture.PeerConfirms();
            _fixture.Send("first");
            _fixture.Peer.Reacts = null;
            _fixture.Peer.Forget();
        }
        for (int i = 0; i < 5; i++)
            _fixture.Send("message " + i);

        Assert.DoesNotContain("AF:", Assert.Single(_fixture.Peer.All(Command.SendMessage)).Extra, StringComparison.Ordinal);
    }

    [Fact]
    [Rule(118)]
    public void R118_a_message_that_is_given_up_lets_the_next_ones_go_and_what_is_sent_again_is_sent_alone()
    {
        MeetOurs();
        var first = _fixture.Send("first");
        var second = _fixture.Send("second");
        ConfirmAll(each => each.Text != "first");
        _fixture.Lan.RunUntilQuiet();
        Assert.Equal((DeliveryStatus.Unconfirmed, DeliveryStatus.Confirmed), (first.Status, second.Status));

        _fixture.Peer.Forget();
        var third = _fixture.Send("third");
        _fixture.Node.Do((machine, now) => machine.Redispatch(now, first, null));
        ConfirmAll(_ => true);
        _fixture.Lan.RunUntilQuiet();
        Assert.Equal((DeliveryStatus.Confirmed, DeliveryStatus.Confirmed), (first.Status, third.Status));
        var again = _fixture.Peer.All(Command.SendMessage).Last(each => each.Text == "first");
        Assert.DoesNotContain("AF:", again.Extra, StringComparison.Ordinal);
    }

    [Fact]
    [Rule(44)]
    public void R44_repetitions_to_members_of_ours_differ_in_RETRYOPT_alone()
    {
        MeetOurs();
        _fixture.Send("never confirmed");
        _fixture.Lan.RunUntilQuiet();

        var sent = _fixture.Peer.All(Command.SendMessage);
        Assert.InRange(sent.Count, 5, 12);
        Assert.Equal(0u, sent[0].CommandWord & (uint)MessageFlags.Retry);
        Assert.All(sent.Skip(1), each => Assert.Equal(sent[0].CommandWord | (uint)MessageFlags.Retry, each.CommandWord));
        Assert.Single(sent.Select(each => each.Extra.TrimEnd('\0')).Distinct());
        Assert.Single(sent.Select(each => each.NumberText).Distinct());
    }

    [Fact]
    [Rule(44)]
    public void R44_repetitions_to_others_are_the_same_datagram()
    {
        _fixture.Meet();
        _fixture.Send("never confirmed");
        _fixture.Lan.RunUntilQuiet();

        Assert.Single(_fixture.Peer.All(Command.SendMessage).Select(each => each.CommandWord).Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [Rule(107)]
    public void R107_the_proof_of_the_first_transmission_and_of_a_repetition_both_count(int index)
    {
        MeetOurs();
        var delivery = _fixture.Send("hi");
        _fixture.Lan.Run(2_500);
        Confirm(index);

        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
    }

    [Fact]
    [Rule(44)]
    public void R44_the_proof_of_the_first_transmission_shows_the_round_trip_after_repetitions_too()
    {
        MeetOurs();
        // Each takes longer than the first repetition, and is confirmed by the proof of its first transmission.
        for (int i = 0; i < 30; i++)
        {
            _fixture.Peer.Forget();
            _fixture.Send("hi");
            _fixture.Lan.Run(600);
            Confirm(0);
        }
        _fixture.Peer.Forget();
        _fixture.Send("hi");
        _fixture.Lan.Run(1_200);

        Assert.Single(_fixture.Peer.All(Command.SendMessage));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(118, 103)]
    public void R118_R103_a_thousand_messages_over_a_bad_line_arrive_in_order_and_faster_than_one_by_one(bool isDict)
    {
        const int Messages = 1_000;
        var line = new LanConditions { Loss = 0.3, Duplication = 0.1, MinDelay = 20, MaxDelay = 60, MaxPersist = 30 };
        int dicts = 0;
        var lan = new SimulatedLan(125, LanConditions.Perfect)
        {
            Tap = (_, _, datagram) => dicts += EnvelopeSettings.IsDict(datagram) ? 1 : 0,
        };
        var alice = new SimulatedHost(lan, MemberFixture.At(1), EnvelopeSettings.Alice(isDict), 1);
        var bob = new SimulatedHost(lan, MemberFixture.At(2), EnvelopeSettings.Bob(isDict, persists: true), 2);
        var arrived = new List<string>();
        bob.OnEvent = raised =>
        {
            while (raised is MessageArrived && bob.Machine.Inbox.Dequeue() is { } message)
                arrived.Add(message.Text);
        };
        foreach (var host in new[] { alice, bob })
            host.Do((machine, now) => machine.Announce(now));
        lan.Run(30_000);
        lan.Conditions = line;
        Deliver(lan, alice, bob, 1);
        arrived.Clear();
        long start = lan.Now;
        var deliveries = Deliver(lan, alice, bob, Messages);

        var confirmed = deliveries.Where(each => each.Status == DeliveryStatus.Confirmed).Select(each => each.Message.Text).ToList();
        // Twelve transmissions fail for 3 messages of 10,000.
        Assert.InRange(confirmed.Count, Messages - 3, Messages);
        Assert.Equal(confirmed, arrived.Where(confirmed.Contains));
        Assert.Equal(arrived.Distinct(), arrived);
        Assert.Equal(isDict, dicts >= Messages);
        // One by one they take the sum of the times until their confirmations.
        Assert.InRange(lan.Now - start, 0, deliveries.Sum(each => each.RoundTrip.TotalMilliseconds) / 4);
    }

    private static List<Delivery> Deliver(SimulatedLan lan, SimulatedHost from, SimulatedHost to, int count)
    {
        var deliveries = new List<Delivery>();
        from.Do((machine, now) =>
        {
            for (int i = 0; i < count; i++)
                deliveries.AddRange(machine.Compose(now, new OutgoingMessage("message " + i), [to.EndPoint]).Deliveries);
            machine.Dispatch(now, deliveries);
        });
        while (deliveries.Exists(each => each.Status == DeliveryStatus.Pending))
            lan.Run(100);
        return deliveries;
    }

    /// <summary>The peer is a member of ours that has confirmed a message.</summary>
    private void MeetOurs()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Ours);
        _fixture.Send("first of all");
        Confirm(0);
        _fixture.Peer.Forget();
    }

    private void ConfirmAll(Func<ReceivedPacket, bool> condition)
    {
        _fixture.Peer.Reacts = packet =>
        {
            if (packet.Command == Command.SendMessage && condition(packet))
                _fixture.Peer.Say(_fixture.Node.EndPoint, 0x21, ConfirmationOf(packet));
        };
        foreach (var each in _fixture.Peer.All(Command.SendMessage).Where(condition))
            _fixture.Receive(0x21, ConfirmationOf(each));
    }

    private void Confirm(int index) => _fixture.Receive(0x21, ConfirmationOf(_fixture.Peer.All(Command.SendMessage)[index]));

    private static string ConfirmationOf(ReceivedPacket message) =>
        message.NumberText + "\0PF:" + MessageProof.Of(message.Bytes).ToString("x16", CultureInfo.InvariantCulture) + "\0";
}
