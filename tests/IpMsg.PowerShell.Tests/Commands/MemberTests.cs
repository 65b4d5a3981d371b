using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class MemberTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;

    public MemberTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1, "", 8, 9);
    }

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("Get-IpMsgMember", "sato suzuki tanaka")]
    [InlineData("Get-IpMsgMember suzuki", "suzuki")]
    [InlineData("Get-IpMsgMember SUZUKI, tan*", "suzuki tanaka")]
    [InlineData("Get-IpMsgMember -Name *a*", "sato tanaka")]
    [InlineData("Get-IpMsgMember -GroupName ops", "sato suzuki")]
    [InlineData("Get-IpMsgMember -GroupName O*, Dev", "sato suzuki tanaka")]
    [InlineData("Get-IpMsgMember s* Ops", "sato suzuki")]
    [InlineData("Get-IpMsgMember tanaka Ops", "")]
    [InlineData("Get-IpMsgMember HOST-*", "sato suzuki tanaka")]
    [InlineData("Get-IpMsgMember $address", "suzuki")]
    [InlineData("Get-IpMsgMember \"${address}:*\"", "suzuki")]
    [InlineData("Get-IpMsgMember nob*", "")]
    public void Names_and_groups_choose(string script, string names)
    {
        _lan.Member(_listener, 2, "suzuki", peer => peer.Group = "Ops");
        _lan.Member(_listener, 3, "tanaka", peer => peer.Group = "Dev");
        _lan.Member(_listener, 4, "sato", peer => peer.Group = "Ops");
        _session.Run("$address = $args[0]", _lan.Address(2));
        // Groups without a member among the chosen names are no error; who is known already comes in the order of the names.
        var members = _session.Try(script + " -TimeoutSec 0").Output.Select(each => ((IpMsgMember)each.BaseObject).NickName);
        Assert.Equal(names, string.Join(' ', members));
    }

    [Fact]
    public void A_plain_name_that_nobody_bears_is_an_error_after_the_others()
    {
        _lan.Member(_listener, 2, "suzuki");
        var result = _session.Try("Get-IpMsgMember nobody, suzuki, noone* -TimeoutSec 0");
        Assert.Equal("suzuki", Assert.Single(result.Output).ToString());
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("MemberNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("nobody", error.TargetObject);
    }

    [Fact]
    public void Who_answers_late_comes_late()
    {
        var waiting = _session.Begin("Get-IpMsgMember newcomer -TimeoutSec 60");
        _lan.Peer(2, "newcomer").Enter(_listener.EndPoint);
        Assert.Equal("newcomer", Assert.Single(waiting.End<IpMsgMember>()).NickName);
    }

    [Fact]
    public void Members_come_out_while_others_are_still_waited_for()
    {
        var waiting = _session.Begin("Get-IpMsgMember -TimeoutSec 600");
        _lan.Peer(2, "early").Enter(_listener.EndPoint);
        Eventually.True(() => waiting.Output.Count == 1 && waiting.IsRunning, "the first comes out before the end");
        waiting.Stop();
    }

    [Fact]
    [Rule(21)]
    public void R21_a_fresh_listener_waits_until_its_entry_can_have_been_answered()
    {
        var (peer, other) = (_lan.Peer(11, "somebody"), _lan.Session());
        _lan.Listen(other, 10, "", 11);
        Assert.Equal("somebody", other.One<IpMsgMember>("Get-IpMsgMember").NickName);
        Assert.NotEmpty(peer.ReceivedOf(Wire.NoOperation));
    }

    [Fact]
    public void Refresh_asks_everyone_and_shows_those_who_answer_now()
    {
        _lan.Member(_listener, 2, "gone").AnswersEntries = false;
        _lan.Member(_listener, 8, "here");
        Assert.Equal(["here"], _session.All<IpMsgMember>("Get-IpMsgMember -Refresh").Select(each => each.NickName));
        Assert.Equal(["here"], _session.All<IpMsgMember>("Get-IpMsgMember here -Refresh -TimeoutSec 30").Select(each => each.NickName));
    }

    [Fact]
    [Rule(55)]
    public void R55_Detailed_asks_each_for_version_and_absence()
    {
        var away = _lan.Member(_listener, 2, "suzuki[away]",
            peer => (peer.Status, peer.Version, peer.AbsenceText) = (peer.Status | Wire.Absent, "Client 1.0", "back at three"));
        _lan.Member(_listener, 3, "tanaka", peer => peer.Version = "Client 2.0");
        _lan.Member(_listener, 4, "silent");
        var members = _session.All<IpMsgMember>("Get-IpMsgMember -Detailed -TimeoutSec 1").ToDictionary(each => each.NickName);
        Assert.Equal(("Client 1.0", "back at three", true, "away"),
            (members["suzuki"].Version, members["suzuki"].AbsenceMessage, members["suzuki"].IsAbsent, members["suzuki"].AbsenceTitle));
        Assert.Equal(("Client 2.0", null, false),
            (members["tanaka"].Version, members["tanaka"].AbsenceMessage, members["tanaka"].IsAbsent));
        Assert.Equal((null, null), (members["silent"].Version, members["silent"].AbsenceMessage));
        Assert.NotEmpty(away.ReceivedOf(Wire.GetAbsence));
    }

    [Fact]
    public void Members_are_comparable_and_equal_by_who_they_are()
    {
        _lan.Member(_listener, 2, "b");
        _lan.Member(_listener, 3, "A");
        var members = _session.All<IpMsgMember>("Get-IpMsgMember -TimeoutSec 0");
        Assert.Equal(["A", "b"], members.Order().Select(each => each.NickName));
        Assert.Equal(members, _session.All<IpMsgMember>("Get-IpMsgMember -TimeoutSec 0"));
        Assert.NotEqual(members[0], members[1]);
        Assert.True(members[0].CompareTo(null) > 0);
    }

    [Fact]
    [Rule(31)]
    public void R31_a_member_shows_what_its_client_says()
    {
        _lan.Member(_listener, 2, "suzuki", peer => peer.Status = Wire.CanUtf8 | 0x200000);
        var member = _session.One<IpMsgMember>("Get-IpMsgMember suzuki");
        Assert.Equal(EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles, member.Abilities);
        Assert.Equal((_lan.Port, _lan.Address(2), ClientDialect.Standard), (member.Port, member.Address.ToString(), member.Client));
        Assert.True(member.FirstSeen <= member.LastSeen);
    }
}
