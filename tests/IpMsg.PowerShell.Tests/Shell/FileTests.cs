using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>Script files with arguments.</summary>
public sealed class FileTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("function Leave { exit 4 } Leave; 'never'", 4)]
    [InlineData("throw 'no'", 1)]
    [InlineData("& $PSScriptRoot/inner.ps1; exit $LASTEXITCODE", 5)]
    public async Task The_exit_code_is_that_of_the_script(string script, int expected)
    {
        _scripts.Add("inner.ps1", "exit 5");

        var result = await ShellRun.RunAsync("-File", _scripts.Add("script.ps1", script));

        Assert.Equal(expected, result.ExitCode);
        Assert.DoesNotContain("never", result.Output);
    }

    [Fact]
    public async Task Arguments_reach_the_parameters_of_the_script()
    {
        var script = _scripts.Add("script.ps1", """
            param([string] $Name, [switch] $Loud, [Parameter(ValueFromRemainingArguments)] $Rest, [int] $Count = 1)
            "$Name|$Loud|$Count|$Rest|$PSScriptRoot"
            """);

        var result = await ShellRun.RunAsync(script, "-Name", "鈴木", "-Loud", "-Count", "3", "rest");

        Assert.Equal($"鈴木|True|3|rest|{_scripts.Path}", result.Output + result.Error);
    }

    [Fact]
    public async Task A_missing_script_is_a_usage_error()
    {
        var result = await ShellRun.RunAsync("-File", "no-such-script.ps1");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("no-such-script.ps1", result.Error);
    }

    [Fact]
    public async Task The_first_message_of_the_readme_is_exchanged_and_again_in_the_same_session()
    {
        var example = Path.Combine(StagedModule.Folder, "..", "..", "examples", "first-message.ps1");

        var result = await ShellRun.RunAsync("-Command", $"& '{example}'; & '{example}'");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(2, Regex.Count(result.Output, Regex.Escape("Hello alice, I read: lunch?")));
    }
}
