using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

public class StreamTests
{
    [Fact]
    public async Task Each_stream_goes_where_pwsh_sends_it()
    {
        var result = await ShellRun.RunAsync("-Command", "$DebugPreference = 'Continue'; Write-Streams -Verbose -InformationAction Continue");

        Assert.Equal("an output\nWARNING: a warning\nVERBOSE: a detail\nDEBUG: a finding\na remark", result.Output);
        Assert.StartsWith("Write-Streams: eee", result.Error);
    }

    [Fact]
    public async Task Quiet_streams_are_quiet_and_a_redirected_progress_is_none()
    {
        var result = await ShellRun.RunAsync("-Command", "Write-Streams 2> $null 3> $null");

        Assert.Equal(("an output", ""), (result.Output, result.Error));
    }

    [Fact]
    public async Task An_error_is_one_plain_line()
    {
        var result = await ShellRun.RunAsync("-Command", "Write-Streams 3> $null");

        Assert.Equal($"Write-Streams: {string.Concat(Enumerable.Repeat('e', 200))} end", result.Error);
    }

    [Fact]
    public async Task Colours_can_be_had_in_a_redirected_output_and_refused_by_the_environment()
    {
        const string Command = "$PSStyle.OutputRendering = 'Ansi'; throw 'no'";

        Assert.Contains('\e', (await ShellRun.RunAsync("-Command", Command)).Error);
        Assert.DoesNotContain('\e', (await ShellRun.RunAsync("-Command", "throw 'no'")).Error);
    }

    [Fact]
    public async Task A_native_program_writes_to_the_streams_itself()
    {
        var result = await ShellRun.RunAsync("-Command", "dotnet exec no-such.dll");

        Assert.Equal("", result.Output);
        Assert.Contains("no-such.dll", result.Error);
        Assert.DoesNotContain("NativeCommandError", result.Error);
    }

    [Fact]
    public async Task Well_known_commands_of_other_modules_get_a_hint()
    {
        var result = await ShellRun.RunAsync("-Command", "Get-ChildItem -Recurse");

        Assert.Contains("Microsoft.PowerShell.Management", result.Error);
        Assert.DoesNotContain("Recommendation", (await ShellRun.RunAsync("-Command", "Get-Nothing")).Error);
    }
}
