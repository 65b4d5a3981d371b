using System;
using System.Collections.Generic;
using System.Linq;

namespace IpMsg.Shell.Commands;

/// <summary>Well-known commands that the engine does not contain, and the modules they come with.</summary>
internal static class AbsentCommands
{
    private const string Utility = """
        Add-Member Add-Type Compare-Object ConvertFrom-Csv ConvertFrom-Json ConvertFrom-StringData ConvertTo-Csv ConvertTo-Html
        ConvertTo-Json ConvertTo-Xml Export-Clixml Export-Csv Format-Custom Format-Hex Format-List Format-Table Format-Wide
        Get-Alias Get-Date Get-Error Get-Event Get-FileHash Get-Host Get-Member Get-PSCallStack Get-Random Get-Unique Get-Uptime
        Get-Variable Group-Object Import-Clixml Import-Csv Import-PowerShellDataFile Invoke-Expression Invoke-RestMethod
        Invoke-WebRequest Join-String Measure-Command Measure-Object New-Alias New-Guid New-Object New-TimeSpan New-Variable
        Out-File Out-String Read-Host Register-EngineEvent Register-ObjectEvent Remove-Variable Select-Object Select-String
        Set-Alias Set-Variable Show-Markdown Sort-Object Start-Sleep Tee-Object Test-Json Trace-Command Unregister-Event
        Update-FormatData Update-TypeData Wait-Event Write-Debug Write-Error Write-Host Write-Information Write-Output
        Write-Progress Write-Verbose Write-Warning
        fc fl ft fw gal gm group gu gv iex irm iwr measure nal nv rv sal select sls sort sv tee write
        """;

    private const string Management = """
        Add-Content Clear-Content Clear-Item Convert-Path Copy-Item Get-ChildItem Get-Content Get-Item Get-ItemProperty
        Get-ItemPropertyValue Get-Location Get-Process Get-PSDrive Get-PSProvider Get-Service Get-TimeZone Invoke-Item
        Join-Path Move-Item New-Item New-PSDrive Pop-Location Push-Location Remove-Item Rename-Item Resolve-Path
        Restart-Service Set-Content Set-Item Set-ItemProperty Set-Location Split-Path Start-Process Start-Service
        Stop-Process Stop-Service Test-Connection Test-Path Wait-Process
        chdir gci gc gdr gi gl gp gps ii mi ni popd pushd ri rni saps si sl spps
        """;

    private const string ThreadJob = "Start-ThreadJob";

    private static readonly Dictionary<string, string> Homes = new[]
        {
            (Names: Utility, Module: "Microsoft.PowerShell.Utility"),
            (Names: Management, Module: "Microsoft.PowerShell.Management"),
            (Names: ThreadJob, Module: "Microsoft.PowerShell.ThreadJob"),
        }
        .SelectMany(home => home.Names.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), (home, name) => (name, home.Module))
        .ToDictionary(entry => entry.name, entry => entry.Module, StringComparer.OrdinalIgnoreCase);

    /// <summary>The module that a command comes with; null if it is none of these.</summary>
    public static string? HomeOf(string? command) => command is not null && Homes.TryGetValue(command, out var home) ? home : null;
}
