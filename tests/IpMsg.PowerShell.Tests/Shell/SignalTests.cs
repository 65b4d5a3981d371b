using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>Ctrl+C and the system's request to end. The module must get to say its farewell each time.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    private string ClosedFile => Path.Combine(_scripts.Path, "closed");

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_stops_a_busy_command(string signal, int exitCode) =>
        await StopsAsync(signal, exitCode, "-Command", "'waiting'; while ($true) { }");

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_a_blocking_cmdlet_in_a_script(string signal, int exitCode) =>
        await StopsAsync(signal, exitCode, "-File", _scripts.Add("script.ps1", "Wait-Forever; 'never'"));

    [Fact]
    public async Task A_script_cannot_catch_ctrl_c_but_its_finally_runs()
    {
        var output = await StopsAsync("INT", 130, "-Command", "try { 'waiting'; while ($true) { } } catch { 'caught' } finally { $Host.UI.WriteLine('cleaned') }");

        Assert.Equal("cleaned", output);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("throw 'no'", 1)]
    public async Task The_runspace_is_closed_however_a_command_ends(string command, int exitCode)
    {
        using var run = ShellRun.Start(["-Command", command], "", (TestModule.ClosedFileVariable, ClosedFile));

        Assert.Equal(exitCode, (await run.FinishAsync()).ExitCode);
        Assert.True(File.Exists(ClosedFile));
    }

    private async Task<string> StopsAsync(string signal, int exitCode, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var run = ShellRun.Start(arguments, "", (TestModule.ClosedFileVariable, ClosedFile));
        await run.WaitForLineAsync("waiting");
        var clock = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", [$"-{signal}", $"{run.ProcessId}"]))
        {
            await kill.WaitForExitAsync();
        }

        var result = await run.FinishAsync();

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        Assert.True(File.Exists(ClosedFile), "The runspace was not closed.");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"It took {clock.Elapsed}.");
        Assert.DoesNotContain("never", result.Output);
        return result.Output;
    }
}
