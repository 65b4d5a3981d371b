using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

public class CommandTests
{
    [Theory]
    [InlineData("1 + 1", 0)]
    [InlineData("exit", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("& { exit 4 }; 'never'", 4)]
    [InlineData("throw 'no'", 1)]
    [InlineData("try { throw 'no' } catch { 'caught' }", 0)]
    [InlineData("if (", 1)]
    [InlineData("Get-Nothing", 1)]
    [InlineData("Get-Nothing; 'but then'", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Nothing; 'never'", 1)]
    [InlineData("dotnet --no-such-option", 1)]
    [InlineData("dotnet --no-such-option; exit $LASTEXITCODE + 41", 42)]
    public async Task The_exit_code_is_the_one_pwsh_gives(string command, int expected)
    {
        var result = await ShellRun.RunAsync("-Command", command);

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
    public async Task Output_is_utf8_and_lines_stay_whole()
    {
        var result = await ShellRun.RunAsync("-Command", "'鈴木さん'; 'x' * 500; throw ('y ' * 200)");

        Assert.Equal("鈴木さん\n" + new string('x', 500), result.Output);
        Assert.Contains("y y y", Assert.Single(result.Error.Split('\n')));
    }

    [Fact]
    public async Task A_redirected_input_is_the_script_when_nothing_else_is()
    {
        using var run = ShellRun.Start([], "function Twice($x) {\n  $x * 2\n}\n\nif ($false) { 1 }\nelse { Twice 21 }\nexit 6\n");
        var result = await run.FinishAsync();

        Assert.Equal((6, "42", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("$input | ForEach-Object { \"<$_>\" }")]
    [InlineData("foreach ($line in $input) { \"<$line>\" }")]
    public async Task A_redirected_input_reaches_a_command_that_asks_for_it(string command)
    {
        using var run = ShellRun.Start(["-Command", command], "one\ntwo\n");

        Assert.Equal("<one>\n<two>", (await run.FinishAsync()).Output);
    }

    [Fact]
    public async Task A_command_that_does_not_ask_leaves_the_input_alone()
    {
        using var run = ShellRun.Start(["-Command", "[Console]::In.ReadLine()"], "mine\n");

        Assert.Equal("mine", (await run.FinishAsync()).Output);
    }
}
