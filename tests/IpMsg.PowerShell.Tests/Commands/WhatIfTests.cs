using System;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

/// <summary>-WhatIf sends nothing at all, and -Confirm asks first.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;

    public WhatIfTests() => _session = _lan.Session();

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("Send-IpMsg suzuki hi", "Send message", "suzuki (*:*)")]
    [InlineData("Send-IpMsg suzuki hi -Sealed", "Send sealed message", "suzuki (*:*)")]
    [InlineData("Send-IpMsg hi -Broadcast", "Send message", "everyone within reach of a broadcast")]
    [InlineData("Send-IpMsg suzuki -Attachment $file", "Send message and offer IpMsg.psd1", "suzuki (*:*)")]
    [InlineData("Send-IpMsg yamada hi", "Send message, if found on the network", "yamada")]
    [InlineData("$delivery | Send-IpMsg", "Send message again", "suzuki (*:*)")]
    [InlineData("$message | Open-IpMsg", "Open sealed message and tell its sender", "suzuki")]
    [InlineData("$message | Remove-IpMsg", "Remove message and tell its sender", "suzuki")]
    [InlineData("$plain | Remove-IpMsg", "Remove message", "suzuki")]
    [InlineData("Set-IpMsgPresence -Absent", "Tell everyone: absent (away)", "me *:*")]
    [InlineData("Set-IpMsgPresence -Absent -Title lunch -GroupName ''", "Tell everyone: absent (lunch), no group", "me *:*")]
    [InlineData("Set-IpMsgPresence -Present -NickName neu -GroupName Ops", "Tell everyone: present, nickname neu, group Ops", "me *:*")]
    [InlineData("Stop-IpMsgListener", "Stop IP Messenger listener", "me *:*")]
    [InlineData("Start-IpMsgListener -Port 0", "Start IP Messenger listener", "any address, any port")]
    public void WhatIf_says_what_would_be_done_to_whom(string script, string action, string target)
    {
        var listener = _lan.Listen(_session, 1, "-NickName me", 2);
        var peer = _lan.Member(listener, 2, "suzuki", each => (each.Confirms, each.Status) = (false, each.Status | Wire.FileAttach));
        peer.Message(listener.Node.LocalEndPoint, "plain");
        peer.Message(listener.Node.LocalEndPoint, "secret", Wire.Sealed);
        _session.Try(
            "$delivery = Send-IpMsg suzuki lost -TimeoutSec 0.05; $plain, $message = Receive-IpMsg -TimeoutSec 20 -Count 2; $file = "
                + "$args[0]", StagedModule.Manifest);
        _session.Run("$null = " + script + " -WhatIf");
        Assert.True(new WildcardPattern("What if: Performing the operation \"" + action + "\" on target \"" + target + "\".\n")
            .IsMatch(_session.Host.Text), _session.Host.Text);
    }

    [Theory]
    [InlineData("Send-IpMsg suzuki hi")]
    [InlineData("$delivery | Send-IpMsg")]
    [InlineData("$message | Open-IpMsg")]
    [InlineData("$message | Remove-IpMsg")]
    [InlineData("Set-IpMsgPresence -Absent")]
    [InlineData("Stop-IpMsgListener")]
    public void Confirm_asks_and_no_means_no(string script)
    {
        var listener = _lan.Listen(_session, 1, "", 2);
        var peer = _lan.Member(listener, 2, "suzuki", each => each.Confirms = false);
        peer.Message(listener.Node.LocalEndPoint, "secret", Wire.Sealed | Wire.SendCheck);
        _session.Try("$delivery = Send-IpMsg suzuki lost -TimeoutSec 0.05; $message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        peer.Await(Wire.Entry);
        // What has been said so far may still be on its way.
        peer.Await(Wire.SendMessage);
        peer.Await(Wire.ReceiveMessage);
        int before = Said(peer);
        _session.Host.Confirms = false;
        _session.Run(script + " -Confirm");
        Assert.Equal(1, _session.Host.Questions);
        Assert.Contains(script.StartsWith("Stop", StringComparison.Ordinal) || script.StartsWith("Set", StringComparison.Ordinal)
            ? listener.ToString() : "suzuki", _session.Host.Text, StringComparison.Ordinal);
        Assert.Equal(nameof(Node.NodeState.Running), listener.State);
        Assert.Equal(before, Said(peer));
        _session.Host.Confirms = true;
        // A message to this member is never confirmed.
        using var task = _session.Begin(script + " -Confirm -ErrorAction Ignore");
        Eventually.True(() => Said(peer) > before, "yes means yes");
    }

    // A second entry follows the first after five seconds, whatever else is done meanwhile.
    private static int Said(ScriptedPeer peer) => System.Array.FindAll(peer.Received, each => each.Command is not (0 or Wire.Entry)).Length;
}
