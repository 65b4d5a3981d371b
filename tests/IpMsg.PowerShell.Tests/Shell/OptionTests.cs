using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

public class OptionTests
{
    [Fact]
    public async Task Version_needs_no_module()
    {
        using var run = ShellRun.Start(["-Version"], "", ("IPMSG_MODULE_PATH", "/no/such/folder"));
        var result = await run.FinishAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^IpMsg\.Shell \d+\.\d+\.\d+$", result.Output);
    }

    [Theory]
    [InlineData("-Help")]
    [InlineData("-?")]
    [InlineData("--help")]
    public async Task Help_lists_the_options(string option)
    {
        var result = await ShellRun.RunAsync(option);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("-NonInteractive", result.Output);
    }

    [Theory]
    [InlineData("-NoSuchOption")]
    [InlineData("-Command")]
    [InlineData("-File")]
    public async Task A_bad_command_line_is_said_plainly(string option)
    {
        var result = await ShellRun.RunAsync(option);

        Assert.Equal((64, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("IpMsg.Shell: ", result.Error);
    }

    [Fact]
    public async Task A_missing_module_is_said_plainly()
    {
        using var run = ShellRun.Start(["-Command", "1"], "", ("IPMSG_MODULE_PATH", Path.GetTempPath()));
        var result = await run.FinishAsync();

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("IPMSG_MODULE_PATH", Assert.Single(result.Error.Split('\n')));
    }

    [Fact]
    public async Task A_module_that_does_not_load_is_said_plainly()
    {
        using var scripts = new ScriptFolder();
        scripts.Add("IpMsg.psd1", "@{ ModuleVersion = '1.0'; RootModule = 'Absent.dll' }");
        using var run = ShellRun.Start(["-Command", "1"], "", ("IPMSG_MODULE_PATH", scripts.Path));
        var result = await run.FinishAsync();

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Absent.dll", result.Error);
    }

    [Fact]
    public async Task Options_of_pwsh_that_change_nothing_are_taken()
    {
        var result = await ShellRun.RunAsync("-NoProfile", "-NoLogo", "-ExecutionPolicy", "Bypass", "-Command", "'ran'");

        Assert.Equal((0, "ran", ""), (result.ExitCode, result.Output, result.Error));
    }
}
