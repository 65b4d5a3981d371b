using System;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>The ways in which scripts and CI steps start the shell, and the exit codes that they depend on.</summary>
public class CommandTests
{
    [Theory]
    [InlineData("1 + 1", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("throw 'no'", 1)]
    [InlineData("if (", 1)]
    [InlineData("Get-Nothing; 'but then'", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Nothing; 'never'", 1)]
    [InlineData("if ($IsWindows) { & $env:ComSpec /c exit 1 } else { sh -c 'exit 1' }; exit $LASTEXITCODE + 41", 42)]
    public async Task The_exit_code_is_that_of_the_command(string command, int expected)
    {
        var result = await ShellRun.RunAsync("-NonInteractive", "-Command", command);

        Assert.Equal(expected, result.ExitCode);
        Assert.DoesNotContain("never", result.Output);
    }

    [Fact]
    public async Task Words_after_the_command_belong_to_it()
    {
        var result = await ShellRun.RunAsync("-c", "'a',", "'b' |", "ForEach-Object { \"<$_>\" }");

        Assert.Equal("<a>\n<b>", result.Output);
    }

    [Fact]
    public async Task A_command_can_be_encoded()
    {
        var command = Convert.ToBase64String(Encoding.Unicode.GetBytes("'鈴木さん'; exit 4"));

        var result = await ShellRun.RunAsync("-OutputFormat", "Text", "-EncodedCommand", command);

        Assert.Equal((4, "鈴木さん", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Output_is_utf8_and_lines_stay_whole()
    {
        var result = await ShellRun.RunAsync("-Command", "'鈴木さん'; 'x' * 500");

        Assert.Equal("鈴木さん\n" + new string('x', 500), result.Output);
    }

    [Fact]
    public async Task A_script_can_come_on_standard_input()
    {
        using var run = ShellRun.Start(["-NoProfile", "-Command", "-"], "function Twice($x) { $x * 2 }\nTwice 21\nexit 6\n");
        var result = await run.FinishAsync();

        Assert.Equal((6, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("42", result.Output);
    }

    [Fact]
    public async Task Standard_input_reaches_a_command_that_reads_it()
    {
        using var run = ShellRun.Start(["-Command", "$input | ForEach-Object { \"<$_>\" }"], "one\ntwo\n");

        Assert.Equal("<one>\n<two>", (await run.FinishAsync()).Output);
    }

    [Fact]
    public async Task A_question_fails_when_the_shell_is_not_interactive()
    {
        var result = await ShellRun.RunAsync("-NonInteractive", "-Command", "Read-Host name");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("NonInteractive", result.Error);
    }

    [Fact]
    public async Task Version_and_help_are_those_of_PowerShell()
    {
        Assert.Equal("PowerShell 7.6.9", (await ShellRun.RunAsync("-Version")).Output);
        Assert.Contains("-EncodedCommand", (await ShellRun.RunAsync("-Help")).Output);
    }

    [Fact]
    public async Task An_unknown_option_is_a_usage_error()
    {
        var result = await ShellRun.RunAsync("-NoSuchOption");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("-NoSuchOption", result.Error);
    }
}
