using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

public class ViewTests
{
    [Theory]
    [InlineData("[pscustomobject] @{ Name = '鈴木'; Host = 'pc1' }, [pscustomobject] @{ Name = 'bob'; Host = 'pc2' }", "Name Host\n---- ----\n鈴木 pc1\nbob  pc2")]
    [InlineData("@{ Key1 = 'v' }", "Name                           Value\n----                           -----\nKey1                           v")]
    [InlineData("[version] '1.2.3'", "Major  Minor  Build  Revision\n-----  -----  -----  --------\n1      2      3      -1")]
    [InlineData("$true; 1.5; 'text'; [DayOfWeek]::Friday", "True\n1.5\ntext\nFriday")]
    public async Task Values_look_as_in_pwsh(string command, string expected)
    {
        var result = await ShellRun.RunAsync("-Command", command);

        Assert.Equal(expected, result.Output);
    }

    [Fact]
    public async Task A_file_shows_its_size_wherever_it_comes_from()
    {
        using var scripts = new ScriptFolder();
        var file = scripts.Add("a file.txt", "12345");

        var result = await ShellRun.RunAsync("-Command", $"[System.IO.FileInfo]::new('{file}')");

        Assert.Contains(scripts.Path, result.Output);
        Assert.Matches(@"\d{4}-\d\d-\d\d \d\d:\d\d +5 a file\.txt$", result.Output);
    }

    [Fact]
    public async Task Help_shows_a_commands_syntax_and_parameters()
    {
        var result = await ShellRun.RunAsync("-Command", "Get-Help Remove-Thing -Full");

        Assert.Contains("Remove-Thing [-Name] <string> [-WhatIf] [-Confirm]", result.Output);
        Assert.Matches(@"-Name <string>\s+Required\?\s+true", result.Output);
    }

    [Fact]
    public async Task Commands_and_modules_are_tables()
    {
        Assert.Matches(@"Cmdlet +Remove-Thing +0\.0\.1 +IpMsg", (await ShellRun.RunAsync("-Command", "Get-Command -Module IpMsg")).Output);
        Assert.Matches(@"Binary +0\.0\.1 +IpMsg", (await ShellRun.RunAsync("-Command", "Get-Module")).Output);
    }
}
