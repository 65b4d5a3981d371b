using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

public class QuestionTests
{
    [Theory]
    [InlineData("Remove-Thing a", "y\n", "removed a")]
    [InlineData("Remove-Thing a", "?\nyes\n", "removed a")]
    [InlineData("Remove-Thing a", "what\n\n", "removed a")]
    [InlineData("Remove-Thing", "b\ny\n", "removed b")]
    [InlineData("'1','2' | ForEach-Object { Remove-Thing $_ -Confirm:$false }", "", "removed 1\nremoved 2")]
    [InlineData("$Host.UI.Prompt('', '', [System.Management.Automation.Host.FieldDescription[]] 'Word').Word", "w\n", "w")]
    [InlineData("$Host.UI.PromptForCredential('c', 'm', '', '').UserName", "me\nsecret\n", "me")]
    [InlineData("$Host.UI.ReadLineAsSecureString().Length", "secret\n", "6")]
    public async Task Answers_come_from_standard_input(string command, string answers, string expected)
    {
        using var run = ShellRun.Start(["-Command", command], answers);
        var result = await run.FinishAsync();

        Assert.Equal("", result.Error);
        Assert.EndsWith(expected, result.Output);
    }

    [Fact]
    public async Task No_is_no()
    {
        using var run = ShellRun.Start(["-Command", "Remove-Thing a"], "n\n");

        Assert.DoesNotContain("removed", (await run.FinishAsync()).Output);
    }

    [Theory]
    [InlineData("-Command")]
    [InlineData("-NonInteractive -Command")]
    public async Task Where_nobody_answers_the_command_fails(string options)
    {
        var result = await ShellRun.RunAsync([.. options.Split(' '), "Remove-Thing a"]);

        Assert.Equal(1, result.ExitCode);
        Assert.NotEqual("", result.Error);
        Assert.DoesNotContain("removed", result.Output);
    }
}
