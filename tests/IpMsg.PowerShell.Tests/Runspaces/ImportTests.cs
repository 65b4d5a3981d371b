using System;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

[Collection("Alone")]
public sealed class ImportTests
{
    [Fact]
    public void Import_and_completion_touch_neither_network_nor_disk()
    {
        string keys = Path.Combine(Path.GetTempPath(), "ipmsg-never-" + Guid.NewGuid());
        using var variable = new EnvironmentVariable("IPMSG_KEYPATH", keys);
        // A bad value is nobody's business before it is used.
        using var port = new EnvironmentVariable("IPMSG_PORT", "no port");
        var before = Bound();
        using var session = new PsSession(imports: false);
        session.Run("Import-Module $args[0]; Get-Command -Module IpMsg", StagedModule.Manifest);
        session.Run("[System.Management.Automation.CommandCompletion]::CompleteInput('Send-IpMsg s', 12, $null)");
        session.Run("Get-IpMsgListener; Remove-Module IpMsg");
        Assert.Empty(Bound().Except(before));
        Assert.False(Directory.Exists(keys));
    }

    [Fact]
    public void The_module_exports_its_cmdlets_and_nothing_else()
    {
        using var session = new PsSession();
        var commands = session.Run("(Get-Module IpMsg).ExportedCommands.Values.Name").Select(each => each.ToString());
        var classes = typeof(IpMsgListener).Assembly.GetExportedTypes().SelectMany(each => each.GetCustomAttributesData())
            .Where(each => each.AttributeType.Name == "CmdletAttribute")
            .Select(each => each.ConstructorArguments[0].Value + "-" + each.ConstructorArguments[1].Value);
        Assert.Equal(classes.Order(), commands.Order());
        Assert.Empty(session.Run(
            "(Get-Module IpMsg).ExportedVariables.Keys; (Get-Module IpMsg).ExportedAliases.Keys; (Get-Module "
                + "IpMsg).ExportedFunctions.Keys"));
    }

    private static string[] Bound()
    {
        var all = IPGlobalProperties.GetIPGlobalProperties();
        // Only ports that we might take; the machine has a life of its own.
        return [.. all.GetActiveUdpListeners().Concat(all.GetActiveTcpListeners()).Where(each => each.Port == 2425)
            .Select(each => each.ToString())];
    }
}
