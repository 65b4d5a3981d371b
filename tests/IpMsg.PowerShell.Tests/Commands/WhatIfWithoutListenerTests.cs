using System;
using System.Globalization;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

/// <summary>-WhatIf in a runspace without a listener starts none.</summary>
[Collection("Alone")]
public sealed class WhatIfWithoutListenerTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;

    public WhatIfWithoutListenerTests() => _session = _lan.Session();

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("Send-IpMsg $address hi")]
    [InlineData("Send-IpMsg somebody hi")]
    [InlineData("'hi' | Send-IpMsg some*")]
    [InlineData("Send-IpMsg hi -Broadcast")]
    [InlineData("Send-IpMsg $address hi -NoAnnounce")]
    [InlineData("Set-IpMsgPresence -Absent")]
    [InlineData("Start-IpMsgListener")]
    public void WhatIf_in_a_fresh_runspace_lets_nobody_hear_of_us(string script)
    {
        // A listener made by the way would be here, and would tell the peer.
        using var port = new EnvironmentVariable("IPMSG_PORT", (_lan.Port + 1).ToString(CultureInfo.InvariantCulture));
        var peer = _lan.Peer(2);
        using var broadcast = new EnvironmentVariable("IPMSG_BROADCAST", peer.EndPoint.ToString());
        _session.Run("$address = $args[0]; $null = " + script + " -WhatIf", peer.EndPoint.ToString());
        Assert.Contains("What if:", _session.Host.Text, StringComparison.Ordinal);
        _session.Run("$WhatIfPreference = $true; " + script);
        _session.Run("Stop-IpMsgListener -ErrorAction Ignore");
        // Whatever was sent is in the socket by now, before this.
        using var mark = new ScriptedPeer(_lan.EndPoint(3), "mark");
        mark.Send(peer.EndPoint, 0x77, "\0");
        Assert.Equal([0x77], peer.Await(0x77).Concat(peer.Received).Select(each => each.Command).Distinct());
    }
}
