using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Lists and reports from those who have no right to them.</summary>
public sealed class HostileMasterTests
{
    private const int Poll = 60_000;
    private const long Later = 9_000_000_000;

    private static readonly string s_master = FingerprintName.Of(Campus.NameOf(Campus.MasterPlace), TestKeys.Alice.Public);

    private readonly Campus _campus = new();

    public HostileMasterTests() => _campus.Lan.Run(2 * Poll + 12_000);

    private SimulatedHost User => _campus.Users[0];

    [Fact]
    [Rule(129)]
    public void R129_a_list_that_another_key_has_signed_changes_nothing()
    {
        var forger = new Forger(_campus.Lan, Campus.MasterPlace, "u0.0.1", TestKeys.Bob);
        int count = User.Machine.MemberCount;
        _campus.Lan.Run(Poll);
        forger.Send(Forger.Of(Hosts.Several(7, 10), Later), User.EndPoint);
        forger.Send(Forger.Of(Hosts.Several(7, 10), Later, User.Machine.MasterUser()!.ListVersion), User.EndPoint);
        forger.SendAsAgent(Forger.Of(Hosts.Several(7, 10), Later, User.Machine.MasterUser()!.ListVersion), User.EndPoint);
        Assert.Equal(count, User.Machine.MemberCount);
    }

    [Fact]
    [Rule(129)]
    public void R129_a_list_without_a_signature_changes_nothing()
    {
        var forger = new Forger(_campus.Lan, Campus.MasterPlace, s_master, TestKeys.Alice);
        int count = User.Machine.MemberCount;
        forger.Send(Forger.Of(Hosts.Several(7, 10), Later, User.Machine.MasterUser()!.ListVersion), User.EndPoint, isSigned: false);
        Assert.Equal(count, User.Machine.MemberCount);
        forger.Send(Forger.Of(Hosts.Several(7, 10), Later, User.Machine.MasterUser()!.ListVersion), User.EndPoint);
        Assert.Equal(count + 10, User.Machine.MemberCount);
    }

    [Fact]
    [Rule(129)]
    public void R129_a_list_that_was_not_asked_for_changes_nothing()
    {
        var forger = new Forger(_campus.Lan, Campus.MasterPlace, s_master, TestKeys.Alice);
        var late = _campus.StartUser(1, 100);
        _campus.Lan.Run(5_000);
        int count = late.Machine.MemberCount;
        Assert.NotNull(late.Machine.MasterUser()!.ListVersion);
        forger.Send(Forger.Of(Hosts.Several(7, 10), Later), late.EndPoint);
        Assert.Equal(count, late.Machine.MemberCount);
        // A list from elsewhere is none, with any signature.
        new Forger(_campus.Lan, Hosts.At(7, 1), s_master, TestKeys.Alice).Send(Forger.Of(Hosts.Several(7, 10), Later), late.EndPoint);
        Assert.Equal(count, late.Machine.MemberCount);
    }

    [Fact]
    [Rule(129)]
    public void R129_pages_that_an_agent_broadcasts_are_for_users_that_have_asked()
    {
        var agent = new Forger(_campus.Lan, Hosts.At(1, 77), s_master, TestKeys.Alice);
        // The answer to its last poll says that it has the current list.
        int count = User.Machine.MemberCount, signatures = User.Signatures;
        agent.SendAsAgent(Forger.Of(Hosts.Several(7, 10), Later), User.EndPoint);
        Assert.Equal(count, User.Machine.MemberCount);
        Assert.Equal(signatures, User.Signatures);
        var late = _campus.StartUser(1, 100);
        Assert.True(late.Machine.MasterUser()!.AsksForList);
        agent.SendAsAgent(Forger.Of(Hosts.Several(7, 10), Later), late.EndPoint);
        Assert.Equal(Later, late.Machine.MasterUser()!.ListVersion);
        // The signature of somebody else makes no list.
        var other = _campus.StartUser(1, 101);
        new Forger(_campus.Lan, Hosts.At(1, 77), "u0.0.1", TestKeys.Bob)
            .SendAsAgent(Forger.Of(Hosts.Several(7, 10), Later), other.EndPoint);
        Assert.NotEqual(Later, other.Machine.MasterUser()!.ListVersion);
        Assert.DoesNotContain(other.Machine.Members, each => Hosts.Segment(7).Contains(each.EndPoint.Address));
    }

    [Fact]
    [Rule(129)]
    public void R129_a_replayed_list_changes_nothing()
    {
        var recorded = new List<(IPEndPoint To, byte[] Bytes)>();
        _campus.Lan.Tap = (from, to, bytes) =>
        {
            if (from.Equals(Campus.MasterPlace) && bytes.AsSpan().StartsWith("IP2:"u8))
                recorded.Add((to, bytes));
        };
        var leaver = _campus.StartUser(1, 100);
        _campus.Lan.Run(Poll + 12_000);
        Assert.True(Campus.Sees(_campus.Users[^1], leaver.EndPoint));
        leaver.Do((machine, now) => machine.Stop(now));
        _campus.Lan.Run(200);
        leaver.Crash();
        _campus.Lan.Run(Poll + 12_000);
        var packets = recorded.ToArray();
        Assert.NotEmpty(packets);
        foreach (var user in _campus.Users)
        {
            foreach (var (_, bytes) in packets)
                _campus.Lan.Forge(Campus.MasterPlace, user.EndPoint, bytes);
        }
        _campus.Lan.Run(500);
        Assert.DoesNotContain(_campus.Users, each => Campus.Sees(each, leaver.EndPoint));
        Assert.Empty(_campus.Missing);
    }

    [Fact]
    [Rule(129)]
    public void R129_the_first_key_of_a_master_counts_once_it_is_confirmed()
    {
        var user = _campus.Start(1, 100, TestKeys.Bob, Campus.User(key: null));
        _campus.Lan.Run(2 * Poll);
        Assert.Null(user.Machine.MasterUser()!.ListVersion);
        Assert.DoesNotContain(user.Machine.Members, each => each.IsFromHostList);
        Assert.Equal(MasterTrust.Unconfirmed, user.Machine.MasterUser()!.Trust);
        var key = user.Machine.KnownKeyOf(s_master, "PC");
        Assert.Equal(TestKeys.Alice.Public, key!.Key);
        user.Do((machine, now) => machine.VerifyKey(now, key, key.Key));
        _campus.Lan.Run(Poll + 12_000);
        Assert.Equal(MasterTrust.Confirmed, user.Machine.MasterUser()!.Trust);
        Assert.Equal(_campus.Master.Machine.ListMaster()!.List.Count, user.Machine.MasterUser()!.ListCount);
    }

    [Fact]
    [Rule(129)]
    public void R129_a_list_that_comes_before_the_answer_of_the_master_says_nothing_about_its_key()
    {
        var user = _campus.Start(1, 100, TestKeys.Bob, Campus.User(key: null));
        var early = new Forger(_campus.Lan, Campus.MasterPlace, s_master, TestKeys.Alice);
        early.Send(Forger.Of(Hosts.Several(7, 10), Later), user.EndPoint);
        Assert.Null(user.Machine.MasterUser()!.Trust);
        Assert.DoesNotContain(user.Machine.Members, each => each.IsFromHostList);
        _campus.Lan.Run(2 * Poll);
        Assert.Equal(MasterTrust.Unconfirmed, user.Machine.MasterUser()!.Trust);
    }

    [Fact]
    [Rule(129)]
    public void R129_a_change_that_anybody_has_broadcast_says_nothing_about_the_first_key_of_a_master()
    {
        // Without a fingerprint in its name any key fits.
        var master = new ScriptedPeer(_campus.Lan, Hosts.At(0, 9)) { User = "boss", Host = "PC" };
        master.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                master.Say(packet.From, (uint)EntryFlags.CanUtf8 | 3, "boss\0\0");
        };
        var user = _campus.Start(1, 100, TestKeys.Bob, new MasterSettings(master.EndPoint));
        _campus.Lan.Run(12_000);
        Assert.True(user.Machine.MemberAt(master.EndPoint)!.IsReached);
        new Forger(_campus.Lan, Hosts.At(1, 1), "boss", TestKeys.Alice)
            .SendAsAgent(Forger.Of(Hosts.Several(7, 10), Later, 1), user.EndPoint);
        Assert.Null(user.Machine.KnownKeyOf("boss", "PC"));
        Assert.Null(user.Machine.MasterUser()!.Trust);
        new Forger(_campus.Lan, master.EndPoint, "boss", TestKeys.Alice).Send(Forger.Of(Hosts.Several(7, 10), Later), user.EndPoint);
        Assert.Equal(TestKeys.Alice.Public, user.Machine.KnownKeyOf("boss", "PC")!.Key);
        Assert.Equal(MasterTrust.Unconfirmed, user.Machine.MasterUser()!.Trust);
    }

    [Fact]
    [Rule(129)]
    public void R129_the_confirmed_key_of_somebody_else_is_not_the_masters()
    {
        var user = _campus.Start(1, 100, TestKeys.Bob, Campus.User(key: null));
        string eve = FingerprintName.Of("eve", TestKeys.OlderBob.Public);
        _campus.Lan.Run(5_000);
        var known = new Protocol.Members.Keys.KnownKey(
            "eve", "PC", TestKeys.Bob.Public, TestKeys.OfBob.Capabilities, SimulatedLan.Epoch, IPAddress.Loopback);
        user.Do((machine, now) => machine.PinKey(now, known));
        int count = user.Machine.MemberCount;
        new Forger(_campus.Lan, Campus.MasterPlace, FingerprintName.Of("eve", TestKeys.Bob.Public), TestKeys.Bob)
            .Send(Forger.Of(Hosts.Several(7, 10), Later), user.EndPoint);
        Assert.Equal(count, user.Machine.MemberCount);
        Assert.NotEqual(FingerprintName.Of("eve", TestKeys.Bob.Public), eve);
    }

    [Fact]
    [Rule(130)]
    public void R130_an_agent_reports_its_own_segment_alone()
    {
        var master = _campus.Master.Machine.ListMaster()!;
        int count = master.List.Count;
        var agent = _campus.AgentOf(1);
        string name = FingerprintName.Of(Campus.NameOf(agent.EndPoint), TestKeys.Bob.Public);
        var forger = new Forger(_campus.Lan, agent.EndPoint, name, TestKeys.Bob);
        forger.Send(new SegmentReport(Hosts.Several(2, 100), IsEvent: false, IsDirect: false), Campus.MasterPlace);
        forger.Send(new SegmentReport([Hosts.Of(2, 1) with { IsGone = true }], IsEvent: true, IsDirect: false), Campus.MasterPlace);
        Assert.Equal(count, master.List.Count);
        forger.Send(new SegmentReport([Hosts.Of(1, 200)], IsEvent: true, IsDirect: false), Campus.MasterPlace);
        Assert.Equal(count + 1, master.List.Count);
    }

    [Fact]
    [Rule(130)]
    public void R130_a_member_that_is_no_agent_reports_nothing()
    {
        var master = _campus.Master.Machine.ListMaster()!;
        int count = master.List.Count;
        var forger = new Forger(_campus.Lan, Hosts.At(1, 77), "eve", TestKeys.Bob);
        forger.Send(new SegmentReport([Hosts.Of(1, 200)], IsEvent: true, IsDirect: false), Campus.MasterPlace);
        Assert.Equal(count, master.List.Count);
    }

    [Fact]
    [Rule(130)]
    public void R130_an_agent_that_floods_fills_its_share_alone()
    {
        var master = _campus.Master.Machine.ListMaster()!;
        var agent = _campus.AgentOf(1);
        string name = FingerprintName.Of(Campus.NameOf(agent.EndPoint), TestKeys.Bob.Public);
        var forger = new Forger(_campus.Lan, agent.EndPoint, name, TestKeys.Bob);
        for (int start = 1_000; start < 8_000; start += 100)
        {
            var hosts = Enumerable.Range(start, 100).Select(host => Hosts.Of(1, host)).ToArray();
            forger.Send(new SegmentReport(hosts, IsEvent: false, IsDirect: false), Campus.MasterPlace);
        }
        Assert.InRange(master.List.CountIn(Hosts.Segment(1)), 1_000, MasterList.MaxInSegment);
        Assert.Equal(Campus.UsersPerSegment, master.List.CountIn(Hosts.Segment(2)));
        Assert.Equal(Campus.UsersPerSegment, master.List.CountIn(Hosts.Segment(3)));
        _campus.Lan.Run(2 * Poll);
        Assert.All(_campus.Users, each => Assert.All(
            _campus.Users, other => Assert.True(other == each || Campus.Sees(each, other.EndPoint))));
    }
}
