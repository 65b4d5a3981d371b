using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class PresenceTests
{
    private static Stage Announced()
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.Announce(now));
        stage.Lan.Run(6_000);
        stage.Peer.Forget();
        return stage;
    }

    [Fact]
    public void R28_absence_is_told_with_ABSENCEOPT_and_the_title_in_brackets_and_its_end_without()
    {
        var stage = Announced();
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "Back at one")));
        stage.Lan.Run(1_000);
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("", "")));
        stage.Lan.Run(1_000);

        var told = stage.Peer.All(Command.Absence);
        Assert.Equal([(0x01000104u, "Alice[lunch]"), (0x01000004u, "Alice")], told.Select(each => (each.CommandWord, each.Body)));
        Assert.Equal([(6_000L, Command.NoOperation), (6_250L, Command.Absence), (7_000L, Command.NoOperation), (7_250L, Command.Absence)],
            stage.Peer.Heard.Select(each => (each.At, each.Command)));
    }

    [Fact]
    public void R28_a_new_name_or_group_is_told_alike()
    {
        var stage = Announced();
        stage.Node.Do((machine, now) => machine.SetPresence(now, "Ally", "Ops", null));
        stage.Lan.Run(1_000);

        Assert.Equal("Ally\0Ops\0\nUN:alice\nHN:ALICE-PC\nNN:Ally\nGN:Ops", stage.Peer.All(Command.Absence).Single().Extra);
        Assert.Equal(("Ally", "Ops", false, "", ""), stage.Machine.OwnPresence);
    }

    [Fact]
    public void R28_while_absent_entries_and_answers_say_so_too()
    {
        var stage = Announced();
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "")));
        stage.Lan.Run(1_000);
        stage.Hears(Stage.Entry, "Peer\0\0");
        stage.Lan.Run(5_000);

        var answer = stage.Peer.All(Command.AnswerEntry).Single();
        Assert.Equal("Alice[lunch]", answer.Body);
        Assert.Equal(0x100u, answer.Flags & 0x100);
    }

    [Fact]
    public void R28_before_the_first_announcement_only_those_who_know_us_are_told()
    {
        var stage = new Stage();
        var stranger = stage.AnotherPeer(3, "stranger");
        stage.Meet();
        stage.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        stage.Lan.RunUntilQuiet();

        Assert.Equal("Ally", stage.Peer.Heard.Single().Body);
        Assert.Empty(stranger.Heard);
    }

    [Fact]
    public void R27_a_dial_up_member_gets_later_broadcasts_by_unicast_until_it_exits()
    {
        var stage = Announced();
        // On another port, where the broadcast does not reach it.
        var dialUp = stage.AnotherPeer(9, "dialup", port: 9000);
        stage.Meet(dialUp, Stage.AnswerEntry | 0x10000);
        stage.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        stage.Lan.Run(1_000);
        stage.Node.Do((machine, now) => machine.Refresh(now));
        stage.Lan.Run(1_000);
        Assert.Equal([Command.Absence, Command.Entry], dialUp.Heard.Select(each => each.Command));

        stage.HearsFrom(dialUp, Stage.Exit);
        stage.Node.Do((machine, now) => machine.SetPresence(now, "Alice", null, null));
        stage.Lan.Run(1_000);
        Assert.Equal(2, dialUp.Heard.Count);
    }
}
