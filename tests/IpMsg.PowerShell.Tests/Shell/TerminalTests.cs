using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>The shell at a terminal, with a script in the place of the user.</summary>
public class TerminalTests
{
    [Fact]
    public async Task A_session_has_history_completion_and_continued_lines()
    {
        var shown = await TypeAsync(7,
            "expect with the IpMsg module", "expect > ", @"type 40+2\r", @"expect \x1b[?1l42\r\n",
            "expect > ", @"type if ($true) {\r", @"type 'in' + 'side' }\r", @"expect \x1b[?1linside\r\n",
            "expect > ", @"type Get-IpMsgOff\t", "expect Get-IpMsgOffer", @"type \x15'li' + 'ne'\r", @"expect \x1b[?1lline\r\n",
            "expect > ", @"type \x1b[A", "expect 'ne'", @"type \r", @"expect \x1b[?1lline\r\n",
            "expect > ", @"type exit 7\r");

        Assert.Contains("\e[93mGet-IpMsgOffer", shown);
    }

    [Fact]
    public async Task Ctrl_c_stops_what_runs_and_drops_what_is_typed()
    {
        using var lan = new Lan();
        await TypeAsync(0,
            "expect > ", @"type 'go' + 'ing'; while ($true) { }\r", @"expect \x1b[?1lgoing\r\n", @"type \x03",
            "expect > ", $@"type Start-IpMsgListener{lan.At(1)}; 'wait' + 'ing'; Receive-IpMsg -Wait\r",
            @"expect waiting\r\n", @"type \x03",
            "expect > ", "type not wanted", "expect wanted", @"type \x03", "expect ^C",
            "expect > ", @"type 'still' + ' here'\r", @"expect \x1b[?1lstill here\r\n",
            "expect > ", @"type exit\r");
    }

    [Fact]
    public async Task No_banner_and_a_prompt_after_the_command_when_asked_for() => await TypeAsync(0,
        ["-NoProfile", "-NoLogo", "-NoExit", "-Command", "'be' + 'fore'"],
        "expect before", "expect > ", @"type 'af' + 'ter'\r", @"expect \x1b[?1lafter\r\n", "expect > ", @"type exit\r");

    private static Task<string> TypeAsync(int exitCode, params string[] steps) => TypeAsync(exitCode, ["-NoProfile"], steps);

    /// <summary>Runs the steps (see terminal.py) against an interactive shell; returns what the terminal showed.</summary>
    private static async Task<string> TypeAsync(int exitCode, string[] arguments, params string[] steps)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no pseudo-terminal for scripts on Windows.");
        var script = Path.Combine(AppContext.BaseDirectory, "Shell", "terminal.py");
        // The history of earlier commands is in the user's folder.
        using var home = new ScriptFolder();
        var start = new ProcessStartInfo("python3", [script, "60", .. ShellRun.CommandLine, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["XDG_DATA_HOME"] = home.Path },
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("IPMSG_MODULE_PATH");
        Process user;
        try
        {
            user = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 takes the place of the user at the terminal, and there is none.");
            throw;
        }

        using (user)
        {
            await user.StandardInput.WriteAsync(string.Join('\n', steps));
            user.StandardInput.Close();
            var shown = await user.StandardOutput.ReadToEndAsync();
            await user.WaitForExitAsync();
            Assert.True(user.ExitCode == exitCode, $"Ended with {user.ExitCode} after:\n{shown}");
            return shown;
        }
    }
}
