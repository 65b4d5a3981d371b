using System.Linq;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class PresenceTests
{
    private static MemberFixture Announced()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(6_000);
        fixture.Peer.Forget();
        return fixture;
    }

    [Fact]
    [Rule(28)]
    public void R28_absence_is_told_with_ABSENCEOPT_and_the_title_in_brackets_and_its_end_without()
    {
        var fixture = Announced();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "Back at one")));
        fixture.Lan.Run(1_000);
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("", "")));
        fixture.Lan.Run(1_000);

        var told = fixture.Peer.All(Command.Absence);
        Assert.Equal([(0x01000104u, "Alice[lunch]"), (0x01000004u, "Alice")], told.Select(each => (each.CommandWord, each.Body)));
        Assert.Equal([(6_000L, Command.NoOperation), (6_250L, Command.Absence), (7_000L, Command.NoOperation), (7_250L, Command.Absence)],
            fixture.Peer.Received.Select(each => (each.At, each.Command)));
    }

    [Fact]
    [Rule(28)]
    public void R28_a_new_name_or_group_is_told_alike()
    {
        var fixture = Announced();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", "Ops", null));
        fixture.Lan.Run(1_000);

        Assert.Equal("Ally\0Ops\0\nUN:alice\nHN:ALICE-PC\nNN:Ally\nGN:Ops\nPF:1", fixture.Peer.All(Command.Absence).Single().Extra);
        Assert.Equal(new PresenceInfo("Ally", "Ops", false, "", ""), fixture.Machine.Presence);
    }

    [Fact]
    [Rule(28)]
    public void R28_while_absent_entries_and_answers_say_so_too()
    {
        var fixture = Announced();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "")));
        fixture.Lan.Run(1_000);
        fixture.Receive(MemberFixture.Entry, "Peer\0\0");
        fixture.Lan.Run(5_000);

        var answer = fixture.Peer.All(Command.AnswerEntry).Single();
        Assert.Equal("Alice[lunch]", answer.Body);
        Assert.Equal(0x100u, answer.Flags & 0x100);
    }

    [Fact]
    [Rule(28)]
    public void R28_before_the_first_announcement_only_those_who_know_us_are_told()
    {
        var fixture = new MemberFixture();
        var stranger = fixture.AnotherPeer(3, "stranger");
        fixture.Meet();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal("Ally", fixture.Peer.Received.Single().Body);
        Assert.Empty(stranger.Received);
    }

    [Fact]
    [Rule(27)]
    public void R27_a_dial_up_member_gets_later_broadcasts_by_unicast_until_it_exits()
    {
        var fixture = Announced();
        // On another port, where the broadcast does not reach it.
        var dialUp = fixture.AnotherPeer(9, "dialup", port: 9000);
        fixture.Meet(dialUp, MemberFixture.AnswerEntry | 0x10000);
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        fixture.Lan.Run(1_000);
        fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(1_000);
        Assert.Equal([Command.Absence, Command.Entry], dialUp.Received.Select(each => each.Command));

        fixture.ReceiveFrom(dialUp, MemberFixture.Exit);
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "Alice", null, null));
        fixture.Lan.Run(1_000);
        Assert.Equal(2, dialUp.Received.Count);
    }
}
