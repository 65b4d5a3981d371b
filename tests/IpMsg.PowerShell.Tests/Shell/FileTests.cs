using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

public sealed class FileTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("function Leave { exit 4 } Leave; 'never'", 4)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-Nothing", 0)]
    [InlineData("dotnet --no-such-option", 0)]
    [InlineData("dotnet --no-such-option; exit $LASTEXITCODE + 41", 42)]
    [InlineData("& $PSScriptRoot/inner.ps1; exit $LASTEXITCODE", 5)]
    [InlineData("& $PSScriptRoot/inner.ps1", 0)]
    public async Task The_exit_code_is_the_one_pwsh_gives(string script, int expected)
    {
        _scripts.Add("inner.ps1", "exit 5");

        var result = await ShellRun.RunAsync("-File", _scripts.Add("script.ps1", script));

        Assert.Equal(expected, result.ExitCode);
        Assert.DoesNotContain("never", result.Output);
    }

    [Theory]
    [InlineData("-Name bob -Loud -Count 3 rest", "bob|True|3|rest")]
    [InlineData("-Name:bob -Count:3", "bob|False|3|")]
    [InlineData("-Name: bob -Loud:$false", "bob|False|1|")]
    [InlineData("-Loud bob", "bob|True|1|")]
    [InlineData("bob 2 -- -Loud", "bob|False|2|-Loud")]
    [InlineData("-n bob", "bob|False|1|")]
    public async Task Arguments_are_bound_as_pwsh_binds_them(string arguments, string expected)
    {
        var script = _scripts.Add("script.ps1", """
            param([string] $Name, [switch] $Loud, [Parameter(ValueFromRemainingArguments)] $Rest, [int] $Count = 1)
            "$Name|$Loud|$Count|$Rest"
            """);

        var result = await ShellRun.RunAsync(["-File", script, .. arguments.Split(' ')]);

        Assert.Equal(expected, result.Output + result.Error);
    }

    [Fact]
    public async Task A_script_knows_where_it_is()
    {
        var script = _scripts.Add("script.ps1", "$PSScriptRoot; $MyInvocation.MyCommand.Path");

        var result = await ShellRun.RunAsync(script);

        Assert.Equal($"{_scripts.Path}\n{script}", result.Output);
    }

    [Fact]
    public async Task A_missing_script_is_said_plainly()
    {
        var result = await ShellRun.RunAsync("-File", "no-such-script.ps1");

        Assert.Equal((64, ""), (result.ExitCode, result.Output));
        Assert.Equal("IpMsg.Shell: There is no script file 'no-such-script.ps1'.", result.Error);
    }

    [Fact]
    public async Task A_script_takes_lines_from_a_redirected_input()
    {
        var script = _scripts.Add("script.ps1", "param([Parameter(ValueFromPipeline)] $Line) process { \"<$Line>\" }");
        using var run = ShellRun.Start(["-File", script], "one\ntwo\n");

        Assert.Equal("<one>\n<two>", (await run.FinishAsync()).Output);
    }

    [Fact]
    public async Task An_error_in_a_script_names_the_line()
    {
        var script = _scripts.Add("script.ps1", "'first'\nthrow 'the reason'");

        var result = await ShellRun.RunAsync("-File", script);

        Assert.Equal("first", result.Output);
        Assert.Contains("script.ps1:2", result.Error);
        Assert.Equal("the reason", result.Error.Split('\n').Last(line => line.Length > 0).Trim(' ', '|'));
    }
}
