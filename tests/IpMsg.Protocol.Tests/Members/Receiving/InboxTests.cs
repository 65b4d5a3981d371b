using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class InboxTests
{
    private static MemberFixture With(params string[] texts)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        foreach (string text in texts)
            fixture.Receive(MemberFixture.Message, text + "\0");
        return fixture;
    }

    [Fact]
    public void Messages_are_taken_oldest_first_or_by_condition()
    {
        var machine = With("one", "two", "three").Machine;

        Assert.Equal("two", machine.Inbox.Dequeue(each => each.Text.StartsWith('t'))?.Text);
        Assert.Equal("one", machine.Inbox.Dequeue()?.Text);
        Assert.Null(machine.Inbox.Dequeue(each => each.Text == "one"));
        Assert.Equal(1, machine.Inbox.Count);
    }

    [Fact]
    public void A_reader_looks_at_each_message_once_and_again_at_what_is_put_back()
    {
        var fixture = With("one", "-", "two", "-", "three");
        var looks = new List<string>();
        var reader = new InboxReader(each =>
        {
            looks.Add(each.Text);
            return each.Text != "-";
        });
        var one = fixture.Machine.Inbox.Dequeue(reader)!;
        Assert.Equal(["two", "three", null], Enumerable.Range(0, 3).Select(_ => fixture.Machine.Inbox.Dequeue(reader)?.Text));
        fixture.Receive(MemberFixture.Message, "four\0");
        Assert.Equal("four", fixture.Machine.Inbox.Dequeue(reader)?.Text);
        Assert.Equal(["one", "-", "two", "-", "three", "four"], looks);

        fixture.Machine.Inbox.Requeue(one);
        Assert.Equal(("one", null), (fixture.Machine.Inbox.Dequeue(reader)?.Text, fixture.Machine.Inbox.Dequeue(reader)?.Text));
        // What it had passed is taken by somebody else: it begins anew and misses nothing.
        fixture.Machine.Inbox.Dequeue();
        fixture.Machine.Inbox.Dequeue();
        fixture.Receive(MemberFixture.Message, "five\0");
        Assert.Equal("five", fixture.Machine.Inbox.Dequeue(reader)?.Text);
    }

    [Fact]
    public void What_is_put_back_is_where_it_was()
    {
        var fixture = With("one", "two", "three", "four");
        var taken = Enumerable.Range(0, 3).Select(_ => fixture.Machine.Inbox.Dequeue()!).ToList();
        fixture.Machine.Inbox.Requeue(taken[1]);
        fixture.Machine.Inbox.Requeue(taken[2]);
        fixture.Machine.Inbox.Requeue(taken[0]);
        fixture.Receive(MemberFixture.Message, "five\0");

        Assert.Equal(["one", "two", "three", "four", "five"], fixture.Texts);
    }

    [Fact]
    public void The_last_thousand_handed_on_are_remembered()
    {
        var fixture = With();
        for (int i = 0; i < 1_002; i++)
        {
            fixture.Receive(MemberFixture.Message, i + "\0");
            fixture.Machine.Inbox.MarkDelivered(fixture.Machine.Inbox.Dequeue()!);
        }

        Assert.Equal(["1000", "1001"], fixture.Machine.Inbox.Recent(2).Select(each => each.Text));
        Assert.Equal((1_000, "2"), (fixture.Machine.Inbox.Recent(5_000).Count, fixture.Machine.Inbox.Recent(5_000)[0].Text));
    }

    [Fact]
    public void A_listener_that_nobody_asked_for_messages_leaves_them_unconfirmed_for_their_next_repetition()
    {
        var fixture = With();
        fixture.Machine.AcceptsMessages = false;
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "Hello\0"u8, "77");
        fixture.Lan.Run(1_000);
        Assert.Empty(fixture.Peer.Received);
        Assert.Empty(fixture.Texts);
        fixture.Machine.AcceptsMessages = true;
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "Hello\0"u8, "77");
        fixture.Lan.Run(0);

        Assert.Single(fixture.Peer.Received);
        Assert.Equal(["Hello"], fixture.Texts);
    }

    [Fact]
    public void A_full_inbox_confirms_no_more_until_there_is_room_and_drops_nothing()
    {
        var fixture = With();
        for (int i = 0; i < InboxShares.MaxMessagesPerSender; i++)
            fixture.Receive(MemberFixture.Message, i + "\0");
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "too many\0"u8, "77");
        fixture.Lan.Run(0);
        Assert.Equal(
            (InboxShares.MaxMessagesPerSender, 0, 1),
            (fixture.Machine.Inbox.Count, fixture.Peer.All(Command.ReceiveMessage).Count, (int)fixture.Machine.Counters.TurnedAway));
        // It may answer an entry (R119).
        Assert.Equal(Command.Entry, fixture.Peer.Received.Single().Command);
        fixture.Peer.Forget();
        Assert.Equal("0", fixture.Machine.Inbox.Dequeue()?.Text);
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "too many\0"u8, "77");
        fixture.Lan.Run(0);

        Assert.Single(fixture.Peer.Received);
        Assert.Equal("too many", fixture.Machine.Inbox.Waiting.Last().Text);
    }

    [Fact]
    public void Messages_on_the_way_to_the_disk_take_up_room_too()
    {
        var fixture = new MemberFixture(MemberFixture.Settings(persists: true));
        fixture.Node.HoldsDisk = true;
        for (int i = 0; i <= InboxShares.MaxMessagesPerSender; i++)
            fixture.Receive(MemberFixture.Message, i + "\0");

        const int Max = InboxShares.MaxPending;
        Assert.Equal((Max, InboxShares.MaxMessagesPerSender + 1 - Max),
            (fixture.Node.OnDisk.Count, (int)fixture.Machine.Counters.TurnedAway));
        // What is written has its room in the inbox until it is taken.
        fixture.Node.Do((machine, now) => machine.Persisted(now, fixture.Node.OnDisk[0]));
        fixture.Receive(MemberFixture.Message, "one more\0");
        fixture.Receive(MemberFixture.Message, "too many\0");
        Assert.Equal((Max + 1, "one more"), (fixture.Node.OnDisk.Count, fixture.Node.OnDisk[Max].Text));
    }

    [Fact]
    public void Few_but_huge_messages_fill_the_inbox_as_well()
    {
        var fixture = With();
        fixture.Peer.User = new string('u', 30_000);
        for (int i = 0; i < 1_200; i++)
            fixture.Receive(MemberFixture.Message, "x\0");

        int max = (int)(InboxShares.MaxCharactersPerSender / 30_000);
        Assert.InRange(fixture.Machine.Inbox.Count, max, max + 2);
        Assert.Equal(1_200, fixture.Machine.Inbox.Count + fixture.Machine.Counters.TurnedAway);
    }

    [Fact]
    [Rule(119)]
    public void R119_senders_that_fill_their_shares_leave_room_for_others_until_all_is_full()
    {
        var fixture = With();
        for (int sender = 0; sender < 3; sender++)
            Fill(fixture, sender, InboxShares.MaxMessagesPerSender);
        int few = InboxShares.MaxMessages / 4 / InboxShares.MaxFewMessages;
        for (int sender = 3; sender < 3 + few; sender++)
            Fill(fixture, sender, InboxShares.MaxFewMessages);
        Assert.Equal(InboxShares.MaxMessages, fixture.Machine.Inbox.Count);
        fixture.Receive(MemberFixture.Message, "too many\0");
        Assert.Equal(4 + few, fixture.Machine.Counters.TurnedAway);
        // A taken message makes room for all whose share is not full.
        fixture.Machine.Inbox.Dequeue();
        fixture.Receive(MemberFixture.Message, "in time\0");
        Assert.Equal("in time", fixture.Texts[^1]);
    }

    // One more than has room.
    private static void Fill(MemberFixture fixture, int sender, int count)
    {
        int before = fixture.Machine.Inbox.Count;
        long turnedAway = fixture.Machine.Counters.TurnedAway;
        var peer = fixture.AnotherPeer(sender + 10, "sender" + sender);
        for (int i = 0; i <= count; i++)
            peer.Say(fixture.Node.EndPoint, MemberFixture.Message, i + "\0");
        fixture.Lan.Run(0);
        Assert.Equal((before + count, turnedAway + 1), (fixture.Machine.Inbox.Count, fixture.Machine.Counters.TurnedAway));
    }
}
