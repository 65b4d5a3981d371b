using System.Linq;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

/// <summary>What is sent because of members that announce themselves in large numbers and do not exist (R120).</summary>
public sealed class ManyAnnouncementsTests
{
    private const int Asks = 1_024, PerAddress = 64;

    private readonly ForgedMembers _forged = new();

    private MemberFixture Fixture => _forged.Fixture;

    private int Count(Command command) =>
        _forged.Sent.Count(each => each.Command == command && !each.To.Equals(SimulatedLan.Broadcast(2425)));

    [Fact]
    [Rule(120)]
    public void R120_members_beyond_the_networks_that_never_answer_are_asked_at_a_rate_and_get_no_announcement()
    {
        _forged.Announce(0, 10_000);
        Assert.Equal(Asks, Count(Command.Entry));
        Fixture.Node.Do((machine, now) => machine.Announce(now));
        Fixture.Lan.Run(60_000);
        _forged.Sent.Clear();
        Fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        Fixture.Lan.Run(60_000);
        Fixture.Node.Do((machine, now) => machine.Stop(now));
        Fixture.Lan.RunUntilQuiet();

        Assert.Equal((0, 0), (Count(Command.Absence), Count(Command.Exit)));
    }

    [Fact]
    [Rule(120)]
    public void R120_dial_up_members_that_never_answer_get_no_announcement()
    {
        Fixture.Node.Do((machine, now) => machine.Announce(now));
        Fixture.Lan.Run(60_000);
        _forged.Announce(0, 5_000, MemberFixture.AnswerEntry | 0x10000);
        Fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        Fixture.Lan.Run(60_000);

        Assert.Equal(0, Count(Command.Absence));
    }

    [Fact]
    [Rule(120)]
    public void R120_a_listener_that_is_not_announced_tells_256_members_without_proof_at_most()
    {
        _forged.Announce(0, 5_000, MemberFixture.AnswerEntry);
        Fixture.Reach();
        Fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        Fixture.Lan.Run(60_000);

        Assert.Equal(256, Count(Command.Absence));
        Assert.Equal("Ally", Fixture.Peer.All(Command.Absence).Single().Body);
    }

    [Fact]
    [Rule(120)]
    public void R120_announcements_to_many_members_that_have_answered_are_paced()
    {
        Fixture.Node.Do((machine, now) => machine.Announce(now));
        Fixture.Lan.Run(300);
        // Within six seconds after the entry to all, these count as answers.
        _forged.Announce(0, 3_000, MemberFixture.AnswerEntry | 0x10000);
        Fixture.Lan.Run(60_000);
        _forged.Sent.Clear();
        Fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        Fixture.Lan.Run(60_000);

        Assert.Equal(3_000, Count(Command.Absence));
        var seconds = _forged.Sent.Where(each => each.Command == Command.Absence).GroupBy(each => each.At / 1_000);
        Assert.All(seconds, each => Assert.InRange(each.Count(), 1, 704));
    }

    [Fact]
    [Rule(120)]
    public void R120_a_refresh_asks_4096_members_at_a_rate_those_with_proof_first_and_forgets_the_others()
    {
        var peer = Fixture.Peer;
        Fixture.Reach();
        _forged.Announce(0, 30_000, MemberFixture.AnswerEntry);
        Fixture.Lan.Run(60_000);
        _forged.Sent.Clear();
        // It does not get the broadcast.
        int entries = 0;
        peer.Reacts = packet =>
        {
            if (packet.Command == Command.Entry && ++entries == 2)
                peer.Say(Fixture.Node.EndPoint, MemberFixture.AnswerEntry, "peer\0\0");
        };
        Fixture.Node.Do((machine, now) => machine.Refresh(now));
        Fixture.Lan.Run(60_000);

        Assert.Equal(4_095, Count(Command.Entry));
        Assert.All(_forged.Sent.GroupBy(each => each.At / 1_000), each => Assert.InRange(each.Count(), 1, 706));
        Assert.Equal("peer", Assert.Single(_forged.Machine.Members).UserName);
    }

    [Fact]
    [Rule(120)]
    public void R120_while_many_members_have_proved_nothing_a_newcomer_is_asked_and_its_answer_keeps_its_place()
    {
        _forged.Announce(0, 20_000, MemberFixture.AnswerEntry);
        Fixture.Peer.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                Fixture.Peer.Say(Fixture.Node.EndPoint, MemberFixture.AnswerEntry, "peer\0\0");
        };
        Fixture.Receive(MemberFixture.Entry, "peer\0\0");
        Assert.Single(Fixture.Peer.All(Command.Entry));
        _forged.Announce(20_000, 140_000, MemberFixture.AnswerEntry);

        Assert.NotNull(_forged.Machine.MemberAt(Fixture.Peer.EndPoint));
    }

    [Fact]
    [Rule(120)]
    public void R120_a_newcomer_that_was_asked_keeps_its_place_until_its_answer_can_have_come()
    {
        _forged.Announce(0, 20_000, MemberFixture.AnswerEntry);
        Fixture.Receive(MemberFixture.Entry, "peer\0\0");
        _forged.Announce(20_000, 140_000, MemberFixture.AnswerEntry);
        Assert.NotNull(_forged.Machine.MemberAt(Fixture.Peer.EndPoint));
        Fixture.Lan.Run(6_000);
        _forged.Announce(160_000, 140_000, MemberFixture.AnswerEntry);

        Assert.Null(_forged.Machine.MemberAt(Fixture.Peer.EndPoint));
    }

    [Fact]
    [Rule(120)]
    public void R120_an_address_gets_64_answers_to_its_entries_at_once()
    {
        Fixture.Reach();
        for (int port = 1; port <= 100; port++)
            Fixture.AnotherPeer(9, "many" + port, port).Say(Fixture.Node.EndPoint, MemberFixture.Entry, "many\0\0");
        Fixture.Lan.Run(60_000);

        Assert.Equal(PerAddress, Count(Command.AnswerEntry));
        Assert.Equal(100 - PerAddress, _forged.Machine.Counters.Withheld);
    }
}
