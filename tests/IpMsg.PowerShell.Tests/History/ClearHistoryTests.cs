using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.PowerShell.Commands;
using IpMsg.Protocol.Members.Sending;
using Xunit;
using static IpMsg.PowerShell.Tests.History.StoredHistory;

namespace IpMsg.PowerShell.Tests.History;

/// <summary>Clear-IpMsgHistory: what goes, what stays, and what it asks.</summary>
public sealed class ClearHistoryTests : IDisposable
{
    private readonly StoredHistory _stored = new();

    public ClearHistoryTests() => _stored.Write(
    [
        .. Enumerable.Range(0, 6).Select(
            day => Received("day " + day + " text", day, user: day % 2 == 0 ? "suzuki" : "sato", nick: "nick")),
        Sent("to both", 6, "suzuki", "printer"),
    ], message => message is Node.Storage.History.Records.SentMessage
        ? [SentMapping.DeliveryUpdate(0, new DeliveryReport { Status = DeliveryStatus.Confirmed, Reason = "noted later" }, Day)]
        : []);

    public void Dispose() => _stored.Dispose();

    private void Clear(string parameters) =>
        _stored.Session.Run("Clear-IpMsgHistory -UserName alice -DataPath $args[0] -Confirm:$false " + parameters, _stored.DataPath);

    [Theory]
    [InlineData("", "")]
    [InlineData("suzuki", "day 1 text|day 3 text|day 5 text")]
    [InlineData("-With printer", "day 0 text|day 1 text|day 2 text|day 3 text|day 4 text|day 5 text")]
    [InlineData("-Before '2026-11-05T00:00:00Z'", "day 4 text|day 5 text|to both")]
    [InlineData("s* -Before '2026-11-03T00:00:00Z'", "day 2 text|day 3 text|day 4 text|day 5 text|to both")]
    [InlineData("-With nobody", "day 0 text|day 1 text|day 2 text|day 3 text|day 4 text|day 5 text|to both")]
    public void What_is_chosen_goes_with_its_bytes(string parameters, string stays)
    {
        string[] before = [.. _stored.Texts()!];
        Clear(parameters);
        string[] left = stays.Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(left, _stored.Texts());
        foreach (string gone in before.Except(left))
            Assert.DoesNotContain(gone, _stored.AllBytes(), StringComparison.Ordinal);
        Assert.Equal(left.Contains("to both"), _stored.AllBytes().Contains("noted later", StringComparison.Ordinal));
    }

    [Fact]
    public void What_nobody_has_received_stays()
    {
        _stored.Write([Received("unread", 10)], null, takes: false);
        Clear("");
        Assert.Equal(["unread"], _stored.Texts());
    }

    [Fact]
    public void It_asks_first_unless_it_is_told_not_to()
    {
        Assert.Equal(ConfirmImpact.High, typeof(ClearIpMsgHistoryCommand).GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact);
        int count = _stored.Get().Length;
        _stored.Session.Run("Clear-IpMsgHistory -UserName alice -DataPath $args[0] -WhatIf", _stored.DataPath);
        Assert.Equal(count, _stored.Get().Length);
    }

    [Fact]
    public void It_says_how_many_went()
    {
        var result = _stored.Session.Try(
            "Clear-IpMsgHistory -UserName alice -DataPath $args[0] -Confirm:$false -Verbose suzuki", _stored.DataPath);
        Assert.Contains("4 messages were removed.", result.Verbose);
        Assert.Empty(result.Output);
    }
}
