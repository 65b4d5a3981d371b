using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>The shell at a terminal, with a script in the place of the person.</summary>
public class TerminalTests
{
    [Fact]
    public async Task A_session_with_history_completion_and_continued_lines()
    {
        var shown = await TypeAsync(7,
            "expect > ", @"type 40+2\r", @"expect \r\n42\r\n",
            "expect > ", @"type if ($true) {\r", "expect >> ", @"type 'in' + 'side' }\r", @"expect \r\ninside\r\n",
            "expect > ", @"type Remove-Thi\t", "expect Remove-Thing", @"type  -Na\t", "expect -Name", @"type  x -Confirm:$false\r", "expect removed x",
            "expect > ", @"type \x1b[A\x1b[A\x1b[A\r", @"expect \r\n42\r\n",
            "expect > ", @"type 'abd'\x7f\x7fc'\r", @"expect \r\nabc\r\n",
            "expect > ", @"type exit 7\r");

        Assert.Contains("\e[", shown);
    }

    [Fact]
    public async Task Ctrl_c_stops_what_runs_and_drops_what_is_typed_and_ctrl_d_leaves() => await TypeAsync(0,
        "expect > ", @"type 'go' + 'ing'; while ($true) { }\r", "expect going", @"type \x03",
        "expect > ", @"type Wait-Forever\r", @"expect \r\nwaiting", @"type \x03",
        "expect > ", @"type not wanted\x03", "expect ^C",
        "expect > ", @"type Remove-Thing x\r", "expect default is", @"type \x03",
        "expect > ", @"type 'still' + ' here'\r", "expect still here",
        "expect > ", @"type \x04");

    [Fact]
    public async Task Colours_and_progress_are_for_terminals()
    {
        var shown = await TypeAsync(0, "expect > ", @"type Write-Streams\r", "expect an output", "expect eee", "expect > ", @"type exit\r");

        Assert.Contains("Working: half way 50%", shown);
        Assert.Contains("\e[31;1m", shown);
    }

    [Fact]
    public async Task A_suspended_command_goes_on_after_the_nested_prompt() => await TypeAsync(0,
        "expect > ", @"type Remove-Thing x\r", "expect default is", @"type s\r",
        "expect >> ", @"type 'mean' + 'while'\r", "expect meanwhile", "expect >> ", @"type exit\r",
        "expect default is", @"type y\r", "expect removed x",
        "expect > ", @"type exit\r");

    [Fact]
    public async Task Tab_completes_paths_and_leaves_no_errors_behind()
    {
        using var scripts = new ScriptFolder();
        scripts.Add("notes of today.txt", "");

        await TypeAsync(0,
            "expect > ", $@"type cd {scripts.Path}\r", $"expect {scripts.Path}> ",
            @"type ([IO.FileInfo] ./no\t).Name + $Error.Count\r", @"expect \r\nnotes of today.txt0\r\n",
            "expect > ", @"type exit\r");
    }

    [Fact]
    public async Task A_long_line_of_wide_characters_stays_one_line()
    {
        var text = new string('木', 80);
        await TypeAsync(0, "expect > ", $@"type '{Escape(text)}'.Length\r", @"expect \r\n80\r\n", "expect > ", @"type exit\r");
    }

    private static string Escape(string text) =>
        string.Concat(System.Text.Encoding.UTF8.GetBytes(text).Select(b => $@"\x{b:x2}"));

    /// <summary>Runs the steps (see terminal.py) against an interactive shell; returns what the terminal showed.</summary>
    private static async Task<string> TypeAsync(int exitCode, params string[] steps)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no pseudo-terminal for scripts on Windows.");
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Shell", "terminal.py"), "60", .. ShellRun.CommandLine])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["IPMSG_MODULE_PATH"] = TestModule.Folder },
        };
        start.Environment.Remove("NO_COLOR");
        Process person;
        try
        {
            person = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 plays the person at the terminal, and there is none.");
            throw;
        }

        using (person)
        {
            await person.StandardInput.WriteAsync(string.Join('\n', steps));
            person.StandardInput.Close();
            var shown = await person.StandardOutput.ReadToEndAsync();
            await person.WaitForExitAsync();
            Assert.True(person.ExitCode == exitCode, $"Ended with {person.ExitCode} after:\n{shown}");
            return shown;
        }
    }
}
