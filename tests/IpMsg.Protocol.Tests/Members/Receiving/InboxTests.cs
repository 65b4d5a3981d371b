using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class InboxTests
{
    private static Stage With(params string[] texts)
    {
        var stage = new Stage();
        stage.Meet();
        foreach (string text in texts)
            stage.Hears(Stage.Message, text + "\0");
        return stage;
    }

    [Fact]
    public void Messages_are_taken_oldest_first_or_by_condition()
    {
        var machine = With("one", "two", "three").Machine;

        Assert.Equal("two", machine.Take(each => each.Text.StartsWith('t'))?.Text);
        Assert.Equal("one", machine.Take(null)?.Text);
        Assert.Null(machine.Take(each => each.Text == "one"));
        Assert.Equal(1, machine.WaitingCount);
    }

    [Fact]
    public void A_reader_looks_at_each_message_once_and_again_at_what_is_put_back()
    {
        var stage = With("one", "-", "two", "-", "three");
        var looks = new List<string>();
        var reader = new InboxReader(each =>
        {
            looks.Add(each.Text);
            return each.Text != "-";
        });
        var one = stage.Machine.TakeNext(reader)!;
        Assert.Equal(["two", "three", null], Enumerable.Range(0, 3).Select(_ => stage.Machine.TakeNext(reader)?.Text));
        stage.Hears(Stage.Message, "four\0");
        Assert.Equal("four", stage.Machine.TakeNext(reader)?.Text);
        Assert.Equal(["one", "-", "two", "-", "three", "four"], looks);

        stage.Machine.PutBack(one);
        Assert.Equal(("one", null), (stage.Machine.TakeNext(reader)?.Text, stage.Machine.TakeNext(reader)?.Text));
        // What it had passed is taken by somebody else: it begins anew and misses nothing.
        stage.Machine.Take(null);
        stage.Machine.Take(null);
        stage.Hears(Stage.Message, "five\0");
        Assert.Equal("five", stage.Machine.TakeNext(reader)?.Text);
    }

    [Fact]
    public void What_is_put_back_is_where_it_was()
    {
        var stage = With("one", "two", "three", "four");
        var taken = Enumerable.Range(0, 3).Select(_ => stage.Machine.Take(null)!).ToList();
        stage.Machine.PutBack(taken[1]);
        stage.Machine.PutBack(taken[2]);
        stage.Machine.PutBack(taken[0]);
        stage.Hears(Stage.Message, "five\0");

        Assert.Equal(["one", "two", "three", "four", "five"], stage.Texts);
    }

    [Fact]
    public void The_last_thousand_handed_on_are_remembered()
    {
        var stage = With();
        for (int i = 0; i < 1_002; i++)
        {
            stage.Hears(Stage.Message, i + "\0");
            stage.Machine.Handed(stage.Machine.Take(null)!);
        }

        Assert.Equal(["1000", "1001"], stage.Machine.Recent(2).Select(each => each.Text));
        Assert.Equal((1_000, "2"), (stage.Machine.Recent(5_000).Count, stage.Machine.Recent(5_000)[0].Text));
    }

    [Fact]
    public void A_listener_that_nobody_asked_for_messages_leaves_them_unconfirmed_for_their_next_repetition()
    {
        var stage = With();
        stage.Machine.AcceptsMessages = false;
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "Hello\0"u8, "77");
        stage.Lan.Run(1_000);
        Assert.Empty(stage.Peer.Heard);
        Assert.Empty(stage.Texts);
        stage.Machine.AcceptsMessages = true;
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "Hello\0"u8, "77");
        stage.Lan.Run(0);

        Assert.Single(stage.Peer.Heard);
        Assert.Equal(["Hello"], stage.Texts);
    }

    [Fact]
    public void A_full_inbox_confirms_no_more_until_there_is_room_and_drops_nothing()
    {
        var stage = With();
        for (int i = 0; i < 10_000; i++)
            stage.Hears(Stage.Message, i + "\0");
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "too many\0"u8, "77");
        stage.Lan.Run(0);
        Assert.Equal((10_000, 0, 1), (stage.Machine.WaitingCount, stage.Peer.Heard.Count, (int)stage.Machine.Counters.TurnedAway));
        Assert.Equal("0", stage.Machine.Take(null)?.Text);
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "too many\0"u8, "77");
        stage.Lan.Run(0);

        Assert.Single(stage.Peer.Heard);
        Assert.Equal("too many", stage.Machine.Waiting.Last().Text);
    }

    [Fact]
    public void Messages_on_the_way_to_the_disk_take_up_room_too()
    {
        var stage = new Stage(Stage.Settings(persists: true));
        stage.Node.HoldsDisk = true;
        for (int i = 0; i < 10_001; i++)
            stage.Hears(Stage.Message, i + "\0");

        Assert.Equal((10_000, 1), (stage.Node.OnDisk.Count, (int)stage.Machine.Counters.TurnedAway));
    }

    [Fact]
    public void Few_but_huge_messages_fill_the_inbox_as_well()
    {
        var stage = With();
        stage.Peer.User = new string('u', 30_000);
        for (int i = 0; i < 1_200; i++)
            stage.Hears(Stage.Message, "x\0");

        Assert.InRange(stage.Machine.WaitingCount, 1_000, 1_080);
        Assert.Equal(1_200, stage.Machine.WaitingCount + stage.Machine.Counters.TurnedAway);
    }
}
