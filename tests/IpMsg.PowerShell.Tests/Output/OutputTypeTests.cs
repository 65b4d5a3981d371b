using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Output;

/// <summary>What cmdlets promise about themselves.</summary>
public sealed class OutputTypeTests
{
    public static TheoryData<string> Cmdlets => [.. Classes.Select(each => each.Name)];

    private static IEnumerable<Type> Classes =>
        typeof(IpMsgListener).Assembly.GetExportedTypes().Where(each => each.GetCustomAttribute<CmdletAttribute>() is not null);

    [Theory]
    [InlineData("Start-IpMsgListener", "IpMsgListener")]
    [InlineData("Get-IpMsgListener", "IpMsgListener")]
    [InlineData("Stop-IpMsgListener", "")]
    [InlineData("Test-IpMsgListener", "IpMsgListenerTest Boolean")]
    [InlineData("Get-IpMsgMember", "IpMsgMember")]
    [InlineData("Test-IpMsgMember", "IpMsgMemberTest Boolean")]
    [InlineData("Set-IpMsgPresence", "IpMsgListener")]
    [InlineData("Send-IpMsg", "IpMsgDelivery")]
    [InlineData("Receive-IpMsg", "IpMsgMessage")]
    [InlineData("Open-IpMsg", "IpMsgMessage")]
    [InlineData("Remove-IpMsg", "")]
    [InlineData("Save-IpMsgAttachment", "FileInfo DirectoryInfo")]
    [InlineData("Get-IpMsgOffer", "IpMsgOffer")]
    [InlineData("Get-IpMsgDelivery", "IpMsgDelivery")]
    [InlineData("Remove-IpMsgOffer", "")]
    [InlineData("Get-IpMsgHistory", "IpMsgHistoryEntry")]
    [InlineData("Clear-IpMsgHistory", "")]
    public void Every_cmdlet_says_what_comes_out(string cmdlet, string types)
    {
        using var session = new PsSession();
        var said = session.All<CmdletInfo>("Get-Command $args[0]", cmdlet)[0].OutputType.Select(each => each.Type.Name);
        Assert.Equal(types, string.Join(' ', said));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_cmdlet_but_Start_and_those_for_the_disk_takes_a_listener(string name)
    {
        var cmdlet = Classes.Single(each => each.Name == name);
        bool needsNone = name == nameof(StartIpMsgListenerCommand)
            || cmdlet.IsSubclassOf(typeof(HistoryCmdlet)) || cmdlet.IsSubclassOf(typeof(QueueCmdlet));
        Assert.Equal(!needsNone, cmdlet.GetProperty("Listener")?.PropertyType == typeof(IpMsgListener));
    }

    [Theory]
    [InlineData(typeof(SendIpMsgCommand))]
    [InlineData(typeof(SetIpMsgPresenceCommand))]
    [InlineData(typeof(OpenIpMsgCommand))]
    [InlineData(typeof(RemoveIpMsgCommand))]
    [InlineData(typeof(RemoveIpMsgOfferCommand))]
    [InlineData(typeof(SaveIpMsgAttachmentCommand))]
    [InlineData(typeof(StartIpMsgListenerCommand))]
    [InlineData(typeof(StopIpMsgListenerCommand))]
    [InlineData(typeof(ClearIpMsgHistoryCommand))]
    public void Whatever_sends_something_can_be_asked_what_it_would_do(Type cmdlet) =>
        Assert.True(cmdlet.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess);
}
