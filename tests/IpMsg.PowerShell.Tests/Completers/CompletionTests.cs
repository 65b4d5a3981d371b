using System;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node.Networks;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Completers;

public sealed class CompletionTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private IpMsgListener? _listener;

    public CompletionTests() => _session = _lan.Session();

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("suzuki", "suz", "suzuki")]
    [InlineData("suzuki", "SUZ", "suzuki")]
    [InlineData("Tanaka Taro", "tan", "'Tanaka Taro'")]
    [InlineData("Tanaka Taro", "'Tanaka T", "'Tanaka Taro'")]
    [InlineData("鈴木", "鈴", "鈴木")]
    [InlineData("鈴木 一郎", "鈴", "'鈴木 一郎'")]
    [InlineData("O'Brien", "O", "'O''Brien'")]
    [InlineData("O'Brien", "'O''B", "'O''Brien'")]
    [InlineData("a[b]", "a", "'a`[b`]'")]
    [InlineData("a[b]c", "'a`[b`]", "'a`[b`]c'")]
    [InlineData("what?", "wh", "'what`?'")]
    [InlineData("*star*", "", "'`*star`*'")]
    [InlineData("-dash", "", "'-dash'")]
    [InlineData("$(exit)", "", "'$(exit)'")]
    [InlineData("a;b", "a", "'a;b'")]
    [InlineData("say \"hi\"", "say", "'say \"hi\"'")]
    [InlineData("007", "", "'007'")]
    [InlineData("1e3", "1", "'1e3'")]
    [InlineData(".5", ".", "'.5'")]
    [InlineData("7 up", "7", "'7 up'")]
    [InlineData("suzuki", "*zuk", "suzuki")]
    [InlineData("suzuki", "'s?z", "suzuki")]
    [InlineData("a[b]", "'*`[b", "'a`[b`]'")]
    public void A_completed_name_is_quoted_as_needed_and_means_its_member(string nick, string typed, string completed)
    {
        Know(2, nick);
        Assert.Equal(completed, Assert.Single(Complete("Send-IpMsg " + typed)).CompletionText);
        Assert.Equal(nick, _session.One<IpMsgDelivery>("Send-IpMsg " + completed + " hi").To);
        Assert.Equal(nick, _session.One<IpMsgMember>("Get-IpMsgMember " + completed + " -TimeoutSec 0").NickName);
    }

    [Fact]
    public void Names_that_several_bear_are_completed_to_their_endpoints()
    {
        Know(2, "sato");
        Know(3, "Sato");
        Know(4, "suzuki");
        var completions = Complete("Send-IpMsg s");
        Assert.Equal(["'" + _lan.EndPoint(2) + "'", "'" + _lan.EndPoint(3) + "'", "suzuki"],
            completions.Select(each => each.CompletionText).Order(StringComparer.Ordinal));
        Assert.Equal("sato", _session.One<IpMsgMember>("Get-IpMsgMember '" + _lan.EndPoint(2) + "' -TimeoutSec 0").NickName);
    }

    [Fact]
    public void Names_with_control_characters_reach_the_terminal_neither_in_the_list_nor_on_the_command_line()
    {
        Know(2, "evil\u001b]0;x\u0007");
        var completion = Assert.Single(Complete("Send-IpMsg e"));
        foreach (string text in (string[])[completion.CompletionText, completion.ListItemText, completion.ToolTip])
            Assert.DoesNotContain(text, char.IsControl);
        Assert.Equal(_lan.EndPoint(2).ToString(), _session.One<IpMsgDelivery>("Send-IpMsg " + completion.CompletionText + " hi").EndPoint);
    }

    [Theory]
    [InlineData("Get-IpMsgMember -Name s")]
    [InlineData("Get-IpMsgMember -HostList s")]
    [InlineData("Test-IpMsgMember s")]
    [InlineData("Receive-IpMsg -From s")]
    [InlineData("Send-IpMsg -To s")]
    [InlineData("Send-IpMsg tanaka, s")]
    public void Every_parameter_for_members_completes(string line)
    {
        Know(2, "suzuki");
        Assert.Contains(Complete(line),
            each => each.CompletionText == "suzuki" && each.ToolTip.Contains(_lan.Address(2), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-IpMsgMember -GroupName ", "'Dev Ops' Sales")]
    [InlineData("Get-IpMsgMember -GroupName d", "'Dev Ops'")]
    [InlineData("Get-IpMsgMember * s", "Sales")]
    public void Groups_complete_once_each(string line, string completed)
    {
        Know(2, "a", "Dev Ops");
        Know(3, "b", "Dev Ops");
        Know(4, "c", "Sales");
        Know(5, "d");
        Assert.Equal(completed, string.Join(' ', Complete(line).Select(each => each.CompletionText)));
    }

    [Fact]
    public void Groups_with_control_characters_are_completed_with_a_wildcard()
    {
        Know(2, "suzuki", "Op\u001bs*");
        string completed = Assert.Single(Complete("Get-IpMsgMember -GroupName o")).CompletionText;
        Assert.Equal("'Op?s`*'", completed);
        Assert.Equal("suzuki", _session.One<IpMsgMember>("Get-IpMsgMember -TimeoutSec 0 -GroupName " + completed).NickName);
    }

    [Fact]
    public void Addresses_that_were_begun_complete()
    {
        Know(2, "suzuki");
        Know(3, "sato");
        Assert.Equal(_lan.Address(2), Assert.Single(Complete("Send-IpMsg " + _lan.Address(2))).CompletionText);
        Assert.Equal([_lan.Address(3), _lan.Address(2)],
            Complete("Test-IpMsgMember " + _lan.Address(2)[..^1]).Select(each => each.CompletionText));
        Assert.DoesNotContain(Complete("Send-IpMsg "), each => each.CompletionText.StartsWith("127", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_offered_and_to_whom_completes()
    {
        using var fixture = new TransferFixture();
        fixture.Make("報告 [1].txt");
        fixture.Make("b.txt");
        fixture.Lan.Member(fixture.SatoListens, 3, "Tanaka Taro");
        fixture.Lan.Member(fixture.SatoListens, 4, "idle");
        var stranger = fixture.Lan.Peer(5);
        stranger.AnswersEntries = false;
        fixture.Sato.Run("$null = Send-IpMsg suzuki, 'Tanaka Taro', $args[0] hi -Attachment '報告 [1].txt', b.txt", stranger.EndPoint);
        CompletionResult[] Complete(string line) => CompletionTests.Complete(fixture.Sato, line);
        Assert.Equal(["b.txt", "'報告 `[1`].txt'"],
            Complete("Get-IpMsgOffer -Name ").Select(each => each.CompletionText).OrderByDescending(each => each, StringComparer.Ordinal));
        Assert.Equal("'報告 `[1`].txt'", Assert.Single(Complete("Get-IpMsgOffer -Name 報")).CompletionText);
        Assert.Equal(3, fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer -Name '報告 `[1`].txt'").Length);
        Assert.Equal(["'" + stranger.EndPoint + "'", "'Tanaka Taro'", "Suzuki"],
            Complete("Get-IpMsgOffer ").Select(each => each.CompletionText).Order(StringComparer.Ordinal));
        foreach (string to in (string[])["suzuki", "'Tanaka Taro'", "'" + stranger.EndPoint + "'"])
            Assert.Equal(2, fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer " + to).Length);
    }

    [Fact]
    public void Owners_of_keys_complete()
    {
        using var fixture = new TransferFixture();
        fixture.Send("Send-IpMsg suzuki hi");
        var key = fixture.Suzuki.All<IpMsgKey>("Get-IpMsgKey").Single(each => each.HostName == fixture.SatoListens.HostName);
        foreach (string typed in (string[])[key.UserName, key.HostName])
        {
            string completed = Complete(fixture.Suzuki, "Get-IpMsgKey " + typed)
                .Single(each => each.ListItemText == key.UserName + "@" + key.HostName).CompletionText;
            Assert.Equal(key.Digits, fixture.Suzuki.One<IpMsgKey>("Get-IpMsgKey " + completed).Digits);
        }
    }

    [Fact]
    public void Encodings_complete()
    {
        Assert.Contains(Complete("Start-IpMsgListener -Encoding "), each => each.CompletionText == "shift_jis");
        Assert.Equal("gb18030", Assert.Single(Complete("Start-IpMsgListener -Encoding gb")).CompletionText);
    }

    [Fact]
    public void Addresses_of_this_machine_complete()
    {
        var own = LocalNetworks.Find();
        var completions = Complete("Start-IpMsgListener -Address ");
        foreach (var network in own)
            Assert.Contains(completions,
                each => each.CompletionText == network.Address.ToString() && each.ToolTip == "netmask " + network.Mask);
        Assert.DoesNotContain(Complete("Start-IpMsgListener -Address 203.0.113."),
            each => each.ResultType == CompletionResultType.ParameterValue);
    }

    [Fact]
    public void Tab_starts_no_listener_and_uses_the_given_one()
    {
        Assert.DoesNotContain(Complete("Send-IpMsg suz"), each => each.ResultType == CompletionResultType.ParameterValue);
        Assert.Empty(_session.Run("Get-IpMsgListener"));
        var other = _lan.Session();
        var listener = _lan.Listen(other, 9);
        _lan.Member(listener, 2, "suzuki");
        _session.Run("$there = $args[0]", listener);
        Assert.Equal("suzuki", Complete("Send-IpMsg -Listener $there -To suz")[0].CompletionText);
    }

    private void Know(int host, string nick, string group = "")
    {
        _listener ??= _lan.Listen(_session, 1);
        _lan.Member(_listener, host, nick, peer => peer.Group = group);
    }

    private CompletionResult[] Complete(string line) => Complete(_session, line);

    private static CompletionResult[] Complete(PsSession session, string line) =>
        [.. session.One<CommandCompletion>("[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, "
            + "$null)", line).CompletionMatches];
}
