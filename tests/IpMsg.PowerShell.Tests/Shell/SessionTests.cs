using System;
using System.IO;
using System.Threading.Tasks;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>What a session has from the beginning.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task The_staged_module_is_imported()
    {
        const string Command = "(Get-Module IpMsg).ModuleBase; (Get-Command Send-IpMsg).ModuleName";

        var result = await ShellRun.RunAsync("-NoProfile", "-Command", Command);

        Assert.Equal($"{Path.GetFullPath(StagedModule.Folder)}\nIpMsg", result.Output + result.Error);
    }

    [Theory]
    [InlineData("1, 2, 3 | Select-Object -Last 1 | ConvertTo-Json", "3")]
    [InlineData("([pscustomobject] @{ A = 1 } | Format-Table | Out-String).Trim() -replace '\\s+', ' '", "A - 1")]
    [InlineData("(Get-ChildItem (Split-Path (Get-Module IpMsg).Path) -Filter IpMsg.psd1).Name", "IpMsg.psd1")]
    [InlineData("(Get-Command Get-ExecutionPolicy).Source", "Microsoft.PowerShell.Security")]
    [InlineData("(Get-Command Compress-Archive).Source", "Microsoft.PowerShell.Archive")]
    [InlineData("Start-ThreadJob { 6 * 7 } | Receive-Job -Wait", "42")]
    [InlineData("Add-Type 'public static class Answer { public static int Value => 42; }'; [Answer]::Value", "42")]
    [InlineData("(Get-Module PSReadLine -ListAvailable).Name", "PSReadLine")]
    [InlineData("$env:POWERSHELL_TELEMETRY_OPTOUT, $env:POWERSHELL_UPDATECHECK -join ' '", "1 Off")]
    public async Task It_has_the_modules_of_PowerShell(string command, string expected)
    {
        var result = await ShellRun.RunAsync("-NoProfile", "-Command", command);

        Assert.Equal((expected, ""), (result.Output, result.Error));
    }

    [Fact]
    public async Task Jobs_and_pwsh_start_the_shell_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Without a runtime identifier Windows gets no program for jobs.");
        string job = $"Start-Job {{ Import-Module '{StagedModule.Manifest}'; (Get-Command Send-IpMsg).ModuleName }} | Receive-Job -Wait";

        var result = await ShellRun.RunAsync("-NoProfile", "-Command", job + "; pwsh -NoProfile -Command '(Get-Module).Name + 2'");

        Assert.Equal(("IpMsg\nIpMsg2", ""), (result.Output, result.Error));
    }

    [Fact]
    public async Task The_module_comes_from_the_folder_that_the_environment_names()
    {
        _scripts.Add("IpMsg.psd1", "@{ ModuleVersion = '7.7' }");
        using var run = ShellRun.Start(["-Command", "(Get-Module IpMsg).Version.ToString()"], "", ("IPMSG_MODULE_PATH", _scripts.Path));

        Assert.Equal("7.7", (await run.FinishAsync()).Output);
    }

    [Fact]
    public async Task A_missing_module_is_one_line_of_error()
    {
        using var run = ShellRun.Start(["-Command", "'ran'"], "", ("IPMSG_MODULE_PATH", _scripts.Path));
        var result = await run.FinishAsync();

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("IPMSG_MODULE_PATH", Assert.Single(result.Error.Split('\n')));
    }

    [Fact]
    public async Task A_module_that_does_not_load_ends_the_shell()
    {
        _scripts.Add("IpMsg.psd1", "@{ ModuleVersion = '1.0'; RootModule = 'Absent.dll' }");
        using var run = ShellRun.Start(["-Command", "'ran'"], "", ("IPMSG_MODULE_PATH", _scripts.Path));
        var result = await run.FinishAsync();

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("Absent.dll", result.Error);
    }

    [Fact]
    public async Task A_configuration_file_replaces_the_session()
    {
        var file = Path.Combine(_scripts.Path, "session.pssc");
        string make = $"New-PSSessionConfigurationFile '{file}' -VariableDefinitions @{{ Name = 'answer'; Value = 42 }}";
        Assert.Equal("", (await ShellRun.RunAsync("-NoProfile", "-Command", make)).Error);

        var result = await ShellRun.RunAsync("-NoProfile", "-ConfigurationFile", file, "-Command", "$answer; (Get-Module IpMsg).Count");

        Assert.Equal(("42\n0", ""), (result.Output, result.Error));
    }

    [Fact]
    public void No_file_of_the_build_is_under_terms_that_forbid_distribution()
    {
        // A folder that an older build has used has files that are none of this build; the list is the build's own.
        string list = File.ReadAllText(Path.Combine(ShellRun.Folder, "IpMsg.Shell.deps.json"));

        Assert.Contains("Microsoft.Management.Infrastructure.dll", list);
        foreach (string library in (string[])["/sni.dll", "/mi.dll", "/miutils.dll", "Microsoft.Management.Infrastructure.Native"])
            Assert.DoesNotContain(library, list, StringComparison.OrdinalIgnoreCase);
    }
}
