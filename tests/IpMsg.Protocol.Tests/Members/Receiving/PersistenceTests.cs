using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class PersistenceTests
{
    private static Stage WithDisk()
    {
        var stage = new Stage(Stage.Settings(persists: true));
        stage.Node.HoldsDisk = true;
        stage.Meet();
        return stage;
    }

    private static void Repeat(Stage stage)
    {
        stage.Peer.Say(stage.Node.EndPoint, Stage.Confirmed, "Hello\0"u8, "77");
        stage.Lan.Run(0);
    }

    private static void Answer(Stage stage, bool wasKept, int which = 0)
    {
        var message = stage.Node.OnDisk[which];
        stage.Node.OnDisk.RemoveAt(which);
        stage.Node.Do((machine, now) =>
        {
            if (wasKept)
                machine.Persisted(now, message);
            else
                machine.PersistFailed(now, message);
        });
        stage.Lan.Run(0);
    }

    [Fact]
    public void A_message_is_on_disk_before_it_is_shown_and_before_it_is_confirmed()
    {
        var stage = WithDisk();
        Repeat(stage);
        Assert.Empty(stage.Peer.Heard);
        Assert.Empty(stage.Texts);
        Answer(stage, wasKept: true);

        Assert.Equal("77", stage.Peer.Heard.Single().Body);
        Assert.Equal(["Hello"], stage.Texts);
        Assert.Equal([MemberActionKind.MemberSeen, MemberActionKind.Persist, MemberActionKind.Arrived], stage.Node.Told.Select(each => each.Kind));
    }

    [Fact]
    public void A_repetition_is_not_confirmed_while_the_disk_is_busy_and_not_put_there_twice()
    {
        var stage = WithDisk();
        Repeat(stage);
        Repeat(stage);
        Assert.Empty(stage.Peer.Heard);
        Assert.Single(stage.Node.OnDisk);
        Answer(stage, wasKept: true);
        Repeat(stage);

        Assert.Equal(2, stage.Peer.Heard.Count);
        Assert.Equal(["Hello"], stage.Texts);
    }

    [Fact]
    public void What_the_disk_refused_is_not_confirmed_and_the_next_repetition_gets_another_chance()
    {
        var stage = WithDisk();
        Repeat(stage);
        Answer(stage, wasKept: false);
        Assert.Empty(stage.Peer.Heard);
        Assert.Empty(stage.Texts);
        Assert.Equal(1, stage.Machine.Counters.LogFailures);
        Repeat(stage);
        Answer(stage, wasKept: true);

        Assert.Single(stage.Peer.Heard);
        Assert.Equal(["Hello"], stage.Texts);
    }

    [Fact]
    public void Messages_wait_in_the_order_of_arrival_whatever_the_disk_finishes_first()
    {
        var stage = WithDisk();
        stage.Hears(Stage.Message, "one\0");
        stage.Hears(Stage.Message, "two\0");
        stage.Hears(Stage.Message, "three\0");
        Answer(stage, wasKept: true, which: 2);
        Answer(stage, wasKept: true, which: 0);
        Answer(stage, wasKept: true);

        Assert.Equal(["one", "two", "three"], stage.Texts);
    }

    [Fact]
    public void What_the_disk_finishes_after_a_stop_is_neither_confirmed_nor_said_to_be()
    {
        var stage = WithDisk();
        Repeat(stage);
        stage.Node.Do((machine, now) => machine.Stop(now));
        Answer(stage, wasKept: true);
        stage.Lan.RunUntilQuiet();

        Assert.Empty(stage.Peer.All(Command.ReceiveMessage));
        Assert.DoesNotContain(stage.Machine.Waiting, each => each.IsConfirmed);
    }
}
