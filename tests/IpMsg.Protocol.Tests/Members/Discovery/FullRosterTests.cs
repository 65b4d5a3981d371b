using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

/// <summary>More members announce themselves than the roster has places for: forged ones, and among them those that exist.</summary>
public sealed class FullRosterTests
{
    private const int Capacity = 65_536, AtOneAddress = 256;

    private readonly MemberFixture _fixture = new();

    private MemberMachine Machine => _fixture.Machine;

    private void Forge(int first, int count, string body = "Nick\0Group\0", uint word = MemberFixture.AnswerEntry)
    {
        _fixture.Node.Do((machine, now) =>
        {
            for (int i = first; i < first + count; i++)
                machine.Receive(now, Entry($"forged{i}", word, body), new IPEndPoint(0x0000_002C + (i << 8), 2425));
        });
    }

    private static byte[] Entry(string user, uint word, string body) =>
        Encoding.ASCII.GetBytes($"1:{1_000_000}:{user}:{user.ToUpperInvariant()}-PC:{word}:{body}");

    private bool Lists(string user) => Machine.Members.Any(each => each.UserName == user);

    [Fact]
    [Rule(26)]
    public void R26_a_newcomer_is_listed_when_all_places_are_taken_by_members_that_proved_nothing()
    {
        Forge(0, Capacity + 5_000);
        Assert.Equal(Capacity, Machine.MemberCount);
        _fixture.Meet();

        Assert.Equal(Capacity, Machine.MemberCount);
        Assert.True(Lists("peer"));
        Assert.False(Lists("forged0"));
        Assert.True(Lists("forged" + (Capacity + 4_999)));
    }

    [Fact]
    [Rule(26)]
    public void R26_a_member_that_has_answered_keeps_its_place_whatever_is_announced()
    {
        _fixture.Reach();
        var other = _fixture.AnotherPeer(3, "other");
        _fixture.Meet(other);
        Forge(0, 2 * Capacity);

        Assert.True(Lists("peer"));
        Assert.Same(_fixture.Known(), Machine.MemberAt(_fixture.Peer.EndPoint));
        Assert.False(Lists("other"));
    }

    [Fact]
    [Rule(26)]
    public void R26_a_member_that_has_confirmed_a_message_keeps_its_place()
    {
        _fixture.PeerConfirms();
        _fixture.Meet();
        _fixture.Send("hello");
        Forge(0, 2 * Capacity);

        Assert.True(Lists("peer"));
    }

    [Fact]
    [Rule(26)]
    public void R26_answers_to_a_broadcast_that_anybody_can_forge_leave_places_for_those_that_prove_more()
    {
        var first = _fixture.AnotherPeer(3, "first");
        _fixture.Reach(first);
        _fixture.PeerConfirms();
        _fixture.Meet();
        _fixture.Send("hello");
        _fixture.Node.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(300);
        Forge(0, 2 * Capacity);
        var newcomer = _fixture.AnotherPeer(4, "newcomer");
        _fixture.ReceiveFrom(newcomer, MemberFixture.Entry, "newcomer\0\0");

        Assert.True(Lists("peer"));
        Assert.True(Lists("first"));
        Assert.True(Lists("newcomer"));
        Forge(2 * Capacity, Capacity / 8);
        Assert.True(Lists("newcomer"));
    }

    [Fact]
    [Rule(26)]
    public void R26_one_address_cannot_take_the_places_of_others()
    {
        _fixture.Meet();
        _fixture.Node.Do((machine, now) =>
        {
            for (int port = 1; port < 65_536; port++)
                machine.Receive(now, Entry($"forged{port}", MemberFixture.AnswerEntry, "Nick\0\0"), MemberFixture.At(9, port));
        });

        Assert.Equal(1 + AtOneAddress, Machine.MemberCount);
        Assert.True(Lists("peer"));
        Assert.True(Lists("forged65535"));
    }

    [Fact]
    [Rule(26)]
    public void R26_a_member_that_is_displaced_is_reported_as_gone_and_found_nowhere()
    {
        Forge(0, Capacity + 1);

        Assert.Null(Machine.MemberAt(new IPEndPoint(0x0000_002C, 2425)));
        Assert.Equal("forged0", Assert.Single(_fixture.Node.Told.Select(each => each.Event).OfType<MemberGone>()).Member.UserName);
    }

    [Fact]
    [Rule(26)]
    public void R26_the_members_are_as_many_as_are_found_at_their_addresses_after_any_mixture_of_packets()
    {
        var random = new SeededRandom(7);
        _fixture.Node.Do((machine, now) =>
        {
            for (int i = 0; i < 200_000; i++)
            {
                int name = random.Next(0, 3_000), place = random.Next(0, 2_000);
                uint word = (uint)(random.Next(0, 10) == 0 ? 0x01000002 : random.Next(0, 2) == 0 ? 0x01000001 : 0x01000004);
                string user = name % 3 == 0 ? $"user{name / 12}-<{name:x16}>" : "user" + name;
                var from = new IPEndPoint(0x0000_002C + (place % 300 << 8), 2_000 + place / 300);
                var at = now with { Elapsed = now.Elapsed + System.TimeSpan.FromMilliseconds(10 * i) };
                machine.Receive(at, Entry(user, word, "n\0g\0"), from);
            }
        });

        Member[] all = [.. Machine.Members];
        Assert.NotEmpty(all);
        Assert.Equal(Machine.MemberCount, all.Length);
        Assert.All(all, each => Assert.Same(each, Machine.MemberAt(each.EndPoint)));
        Assert.Equal(all.Length, all.Select(each => (each.UserName, each.HostName)).Distinct().Count());
        int seen = _fixture.Node.Told.Count(each => each.Event is MemberGone);
        Assert.True(seen > 0);
    }

    [Fact]
    [Rule(30)]
    public void R30_a_broadcast_under_a_bare_name_belongs_to_the_member_that_has_answered()
    {
        _fixture.Peer.User = "bob-<488c45d2cac847d2>";
        _fixture.Peer.Host = "BOB-PC";
        _fixture.Reach();
        for (int i = 0; i < 100; i++)
        {
            var forged = _fixture.AnotherPeer(100 + i, $"bob-<{i:x16}>");
            forged.Host = "BOB-PC";
            _fixture.ReceiveFrom(forged, MemberFixture.AnswerEntry, "Bob\0\0");
        }
        var stranger = _fixture.AnotherPeer(50, "bob");
        stranger.Host = "BOB-PC";
        _fixture.ReceiveFrom(stranger, 0x420, "to all\0");

        Assert.Equal(_fixture.Peer.EndPoint, Assert.Single(_fixture.Machine.Inbox.Waiting).From);
    }

    [Fact]
    [Rule(26)]
    public void R26_of_members_whose_names_differ_in_the_fingerprint_the_last_eight_are_known()
    {
        for (int i = 0; i < 20; i++)
            _fixture.ReceiveFrom(_fixture.AnotherPeer(100 + i, $"bob-<{i:x16}>"), MemberFixture.AnswerEntry, "Bob\0\0");
        Assert.Equal(20, Machine.MemberCount);
        for (int i = 0; i < 20; i++)
        {
            var forged = _fixture.AnotherPeer(200 + i, $"eve-<{i:x16}>");
            forged.Host = "EVE-PC";
            _fixture.ReceiveFrom(forged, MemberFixture.AnswerEntry, "Eve\0\0");
        }

        Assert.Equal(Enumerable.Range(12, 8).Select(i => $"eve-<{i:x16}>"),
            Machine.Members.Select(each => each.UserName).Where(each => each.StartsWith("eve", System.StringComparison.Ordinal)).Order());
    }
}
