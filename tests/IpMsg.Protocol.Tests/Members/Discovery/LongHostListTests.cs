using System.Linq;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

/// <summary>Lists that are too long, or name members that do not exist (R120).</summary>
public sealed class LongHostListTests
{
    private const int MaxEntries = 16_384, MaxPages = 512, MaxAsked = 4_096, PerSecond = 640, Burst = 64;

    private readonly ForgedMembers _forged = new();

    private HostListRequest Fetch()
    {
        var fixture = _forged.Fixture;
        var request = fixture.Node.Do((machine, now) => machine.FetchHostList(now, fixture.Peer.EndPoint));
        fixture.Lan.Run(0);
        return request;
    }

    [Fact]
    [Rule(120)]
    public void R120_an_endless_list_ends_after_512_pages()
    {
        var fixture = _forged.Fixture;
        fixture.Peer.Reacts = packet =>
        {
            int next = packet.Body.Length == 0 ? 1 : int.Parse(packet.Body, null) + 1;
            if (packet.Command == Command.GetList)
                fixture.Peer.Say(fixture.Node.EndPoint, 0x13, $"{next,5}\a{1,5}\anot an entry\a\0");
        };
        var request = Fetch();

        Assert.Equal((HostListStatus.TooLong, 0), (request.Status, request.Entries.Count));
        Assert.Equal(MaxPages, fixture.Peer.All(Command.GetList).Count);
    }

    [Theory]
    [InlineData(20_000, HostListStatus.TooLong, MaxEntries)]
    [InlineData(MaxEntries, HostListStatus.Complete, MaxEntries)]
    [InlineData(1_000, HostListStatus.Complete, 1_000)]
    [Rule(120)]
    public void R120_a_list_gives_16384_entries_at_most(int total, HostListStatus status, int entries)
    {
        _forged.ServeList(total);
        var request = Fetch();

        Assert.Equal((status, entries, entries), (request.Status, request.Entries.Count, _forged.Machine.MemberCount));
    }

    [Fact]
    [Rule(120)]
    public void R120_members_of_a_list_are_asked_at_a_rate_and_those_that_do_not_answer_are_forgotten()
    {
        _forged.ServeList(20_000);
        Fetch();
        _forged.Fixture.Lan.Run(3_600_000);

        var entries = _forged.Sent.Where(each => each.Command == Command.Entry).ToArray();
        Assert.Equal(_forged.Sent.Count, entries.Length);
        Assert.Equal(2 * MaxAsked, entries.Length);
        Assert.Equal(MaxAsked, entries.Select(each => each.To).Distinct().Count());
        Assert.All(entries.GroupBy(each => each.At / 1_000), each => Assert.InRange(each.Count(), 1, PerSecond + Burst));
        Assert.Equal(MaxEntries - MaxAsked, _forged.Machine.MemberCount);
    }

    [Fact]
    [Rule(120)]
    public void R120_a_change_of_the_presence_does_not_go_to_members_that_only_a_list_names()
    {
        _forged.ServeList(20_000);
        Fetch();
        _forged.Fixture.Node.Do((machine, now) => machine.Announce(now));
        _forged.Fixture.Lan.Run(20_000);
        _forged.Sent.Clear();
        _forged.Fixture.Node.Do((machine, now) => machine.SetPresence(now, "Ally", null, null));
        _forged.Fixture.Lan.Run(9_000);

        Assert.DoesNotContain(_forged.Sent, each => each.Command == Command.Absence && !each.To.Equals(SimulatedLan.Broadcast(2425)));
    }

    [Fact]
    [Rule(120)]
    public void R120_a_member_of_a_list_that_answers_the_second_entry_stays()
    {
        var fixture = _forged.Fixture;
        var real = new ScriptedPeer(fixture.Lan, ForgedMembers.At(7)) { User = "listed7", Host = "PC7" };
        int entries = 0;
        real.Reacts = packet =>
        {
            if (packet.Command == Command.Entry && ++entries == 2)
                real.Say(fixture.Node.EndPoint, MemberFixture.AnswerEntry, "Listed 7\0\0");
        };
        _forged.ServeList(20);
        Fetch();
        fixture.Lan.Run(300_000);

        Assert.Equal("listed7", Assert.Single(_forged.Machine.Members).UserName);
    }

    [Fact]
    [Rule(26)]
    public void R26_a_list_displaces_nobody_that_has_announced_itself()
    {
        _forged.Announce(100_000, 65_536, MemberFixture.AnswerEntry);
        _forged.ServeList(1_000);
        var request = Fetch();

        Assert.Equal(1_000, request.Entries.Count);
        Assert.DoesNotContain(_forged.Machine.Members, each => each.IsFromHostList);
    }

    [Fact]
    [Rule(120)]
    public void R120_a_member_that_has_answered_gets_the_pages_of_the_longest_list_at_once_and_then_256_a_second()
    {
        var fixture = _forged.Fixture;
        _forged.Announce(0, 65_536, MemberFixture.AnswerEntry);
        fixture.Reach();
        for (int i = 0; i < 3_000; i++)
            fixture.Peer.Say(fixture.Node.EndPoint, 0x12, i + "\0");
        fixture.Lan.Run(0);
        Assert.Equal(2_048, fixture.Peer.All(Command.AnswerList).Count);
        fixture.Lan.Run(1_000);
        fixture.Peer.Forget();
        for (int i = 0; i < 3_000; i++)
            fixture.Peer.Say(fixture.Node.EndPoint, 0x12, i + "\0");
        fixture.Lan.Run(0);

        Assert.InRange(fixture.Peer.All(Command.AnswerList).Count, 256, 257);
    }

    [Fact]
    [Rule(120)]
    public void R120_questions_for_the_list_in_many_names_are_asked_back_at_a_rate()
    {
        _forged.Announce(0, 1_000, MemberFixture.AnswerEntry);
        _forged.Fixture.Node.Do((machine, now) =>
        {
            for (int i = 0; i < 3_000; i++)
                machine.Receive(now, System.Text.Encoding.ASCII.GetBytes($"1:{i + 1}:s:S:16777234:"), ForgedMembers.At(1_000 + i));
        });

        Assert.Equal(1_024, _forged.Sent.Count);
        Assert.All(_forged.Sent, each => Assert.Equal(Command.Entry, each.Command));
    }
}
