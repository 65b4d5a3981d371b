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

    [Theory]
    [InlineData("suzki", "No member is called 'suzki'. Did you mean 'suzuki'?", "Get-IpMsgMember -Refresh")]
    [InlineData("Saot", "No member is called 'Saot'. Did you mean 'sato'?", "Get-IpMsgMember -Refresh")]
    [InlineData("yamada", "No member is called 'yamada'.", "Get-IpMsgMember -Refresh")]
    [InlineData("ops", "No member is called 'ops'. 'Ops' is a group.", "Get-IpMsgMember -GroupName Ops")]
    [InlineData("127.0.0.99", "No member is called '127.0.0.99'.", "Get-IpMsgMember -Refresh")]
    public void A_name_that_is_nearly_one_asks_whether_it_was_meant(string name, string said, string advice)
    {
        _lan.Member(_listener, 2, "suzuki", peer => peer.Group = "Ops");
        _lan.Member(_listener, 3, "sato");
        var error = _session.Fails("MemberNotFound", "Get-IpMsgMember $args[0] -TimeoutSec 0", name);
        Assert.Equal(said, error.ToString());
        Assert.StartsWith(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-IpMsgMember -TimeoutSec 0")]
    [InlineData("Get-IpMsgMember -GroupName Ops -TimeoutSec 0")]
    [InlineData("Get-IpMsgMember -Refresh -TimeoutSec 0")]
    public void An_empty_network_is_a_warning_with_what_to_try(string script)
    {
        var result = _session.Try(script);
        Assert.Empty(result.AllErrors);
        Assert.Contains("Test-IpMsgMember", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_without_a_match_says_nothing()
    {
        var result = _session.Try("Get-IpMsgMember no* -TimeoutSec 0");
        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void An_empty_network_is_the_advice_of_a_missing_name_and_no_second_message()
    {
        var result = _session.Try("Get-IpMsgMember nobody -TimeoutSec 0");
        Assert.Contains("Test-IpMsgMember", Assert.Single(result.Errors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("-Silent", "-Silent")]
    [InlineData("", "reaches nobody but this machine")]
    public void The_reason_of_an_empty_network_is_said(string options, string reason)
    {
        var other = _lan.Session();
        _lan.Listen(other, 7, options);
        Assert.Contains(reason, Assert.Single(other.Try("Get-IpMsgMember -TimeoutSec 0").Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Opps", "No member is in a group 'Opps'. Did you mean 'Ops'?")]
    [InlineData("Opp*", null)]
    [InlineData("Ops", null)]
    public void A_group_without_members_is_a_warning(string group, string? said)
    {
        _lan.Member(_listener, 2, "suzuki", peer => peer.Group = "Ops");
        var result = _session.Try("Get-IpMsgMember -GroupName $args[0] -TimeoutSec 0", group);
        Assert.Empty(result.AllErrors);
        Assert.Equal(said is null ? [] : [said], result.Warnings);
    }

    [Fact]
    public void Who_answers_late_comes_late()
    {
        var waiting = _session.Begin("Get-IpMsgMember newcomer -TimeoutSec 60");
        _lan.Peer(2, "newcomer").Enter(_listener.Node.LocalEndPoint);
        Assert.Equal("newcomer", Assert.Single(waiting.End<IpMsgMember>()).NickName);
    }

    [Fact]
    public void Members_come_out_while_others_are_still_waited_for()
    {
        var waiting = _session.Begin("Get-IpMsgMember -TimeoutSec 600");
        _lan.Peer(2, "early").Enter(_listener.Node.LocalEndPoint);
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
        Assert.Equal((EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles).ToString(), member.Abilities);
        Assert.Equal((_lan.Port, _lan.Address(2), nameof(ClientDialect.Standard)), (member.Port, member.Address.ToString(), member.Client));
        Assert.True(member.FirstSeen <= member.LastSeen);
    }
}
