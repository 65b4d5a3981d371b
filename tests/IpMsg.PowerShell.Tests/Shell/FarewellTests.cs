using System;
using System.Diagnostics;
using System.Threading.Tasks;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>However the shell ends, its members say so to the others (IPMSG_BR_EXIT).</summary>
public sealed class FarewellTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly ScriptFolder _scripts = new();

    public void Dispose()
    {
        _scripts.Dispose();
        _lan.Dispose();
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("throw 'no'", 1)]
    [Rule(29)]
    public async Task R29_the_end_of_a_command_says_farewell(string end, int exitCode)
    {
        var peer = _lan.Peer(2);
        using var run = Start(["-Command", StartListener + "(Receive-IpMsg -TimeoutSec 60 -Count 1).Text; " + end]);
        peer.Await(Wire.Entry);
        peer.Message(_lan.EndPoint(1), "enough");

        Assert.Equal(exitCode, (await run.FinishAsync()).ExitCode);
        peer.Await(Wire.Exit, 2);
    }

    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [Rule(29)]
    public async Task R29_a_signal_to_a_busy_command_says_farewell(string signal, int exitCode) =>
        await SaysFarewellAsync(signal, exitCode, "-Command", StartListener + "'ready'; while ($true) { }");

    [Theory]
    [InlineData("INT", 0)]
    [InlineData("TERM", 143)]
    [Rule(29)]
    public async Task R29_a_signal_to_a_waiting_script_says_farewell(string signal, int exitCode) =>
        await SaysFarewellAsync(
            signal, exitCode, "-File", _scripts.Add("script.ps1", StartListener + "'ready'; Receive-IpMsg -Wait; 'never'"));

    [Fact]
    public async Task Ctrl_c_runs_finally_and_no_catch()
    {
        const string Script = "try { 'ready'; while ($true) { } } catch { 'never' } finally { [Console]::WriteLine('cleaned') }";

        var output = await SaysFarewellAsync("INT", 1, "-Command", StartListener + Script);

        Assert.Equal("cleaned", output);
    }

    private string StartListener => "Start-IpMsgListener" + _lan.At(1, 2) + "; ";

    private static ShellRun Start(string[] arguments) => ShellRun.Start(["-NoProfile", .. arguments]);

    private async Task<string> SaysFarewellAsync(string signal, int exitCode, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        var peer = _lan.Peer(2);
        using var run = Start(arguments);
        await run.WaitForLineAsync("ready");
        peer.Await(Wire.Entry);
        using (var kill = Process.Start("kill", [$"-{signal}", $"{run.ProcessId}"]))
            await kill.WaitForExitAsync();

        var result = await run.FinishAsync();

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        peer.Await(Wire.Exit, 2);
        Assert.True(Ports.IsFree(_lan.EndPoint(1)));
        Assert.DoesNotContain("never", result.Output);
        return result.Output;
    }
}
