using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>Ctrl+C ends whatever cmdlet is running within 50 ms, in 95 of 100 runs. The quick form has 20 runs.</summary>
[Collection("Alone")]
public sealed class StopLatencyTests(ITestOutputHelper log) : IDisposable
{
    private const int Runs = 100, QuickRuns = 20;
    private const int WarmUp = 5;
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(50);

    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    public static TheoryData<string> Scripts { get; } =
    [
        "Receive-IpMsg -Wait",
        "Receive-IpMsg -TimeoutSec 600 -From nobody",
        "Send-IpMsg $silent hi",
        "Send-IpMsg $many hi -TimeoutSec 600",
        "Send-IpMsg $silent 'こんにちは'",
        "'a', 'b', 'c' | Send-IpMsg $silent -TimeoutSec 600",
        "Get-IpMsgMember -TimeoutSec 600",
        "Get-IpMsgMember -Refresh -TimeoutSec 600",
        "Get-IpMsgMember -Detailed -TimeoutSec 600",
        "Get-IpMsgMember -HostList *",
        "Get-IpMsgMember -HostList $silent",
        "Test-IpMsgMember $silent -TimeoutSec 600",
        "$many | Test-IpMsgMember -TimeoutSec 600 -Quiet",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Stopping_ends_a_waiting_cmdlet(string script) => Measure(script, QuickRuns);

    [Theory(Explicit = true)]
    [Trait("Category", "Soak")]
    [MemberData(nameof(Scripts))]
    public void Stopping_ends_a_waiting_cmdlet_in_95_of_100_runs(string script) => Measure(script, Runs);

    [Fact]
    public void Stopping_ends_a_search_for_a_name()
    {
        var session = _lan.Session();
        // A search lasts 1.6 s after the entry only, so every run has a listener of its own.
        Measure("Send-IpMsg somebody", () => session.Run("Stop-IpMsgListener -ErrorAction Ignore; Start-IpMsgListener" + _lan.At(1)),
            () => session.Begin("Send-IpMsg somebody hi"), runs: 30);
    }

    [Fact]
    public void Stopping_ends_a_stop_and_the_farewells_go_out_all_the_same()
    {
        var session = _lan.Session();
        IpMsgListener? listener = null;
        Measure(
            "Stop-IpMsgListener",
            () =>
            {
                // On a busy machine Ctrl+C may come before the cmdlet has begun, and then nothing was stopped.
                if (listener is { Node.State: Node.NodeState.Running })
                    session.Run("Stop-IpMsgListener -ErrorAction Ignore");
                Eventually.True(() => listener is null or { Node.State: Node.NodeState.Stopped }, "the former one is stopped");
                listener = _lan.Listen(session, 1);
            },
            () => session.Begin("Stop-IpMsgListener"),
            runs: 30);
        session.Run("Stop-IpMsgListener -ErrorAction Ignore");
        Eventually.True(() => listener!.Node.State == Node.NodeState.Stopped && Ports.IsFree(_lan.EndPoint(1)), "it ends in the end");
    }

    private void Measure(string script, int runs)
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1);
        _lan.Member(listener, 2, "mute", peer => (peer.Confirms, peer.AnswersEntries) = (false, false));
        session.Run("$silent, $many = $args", _lan.EndPoint(99).ToString(),
            Enumerable.Range(100, 30).Select(each => _lan.EndPoint(each).ToString()).ToArray());
        Measure(script, () => { }, () => session.Begin(script), runs);
    }

    private void Measure(string what, Action prepare, Func<PsTask> begin, int runs)
    {
        var latencies = new List<TimeSpan>();
        for (int run = -WarmUp; run < runs; run++)
        {
            prepare();
            using var task = begin();
            // Anywhere in its run: from hardly begun to long waiting.
            Thread.Sleep(Random.Shared.Next(30));
            var latency = task.Stop();
            if (run >= 0)
                latencies.Add(latency);
        }
        latencies.Sort();
        var (median, late) = (latencies[runs / 2], latencies[runs * 95 / 100 - 1]);
        log.WriteLine(
            $"{what}: median {median.TotalMilliseconds:0.0} ms, 95th percentile {late.TotalMilliseconds:0.0} ms, "
                + $"longest {latencies[^1].TotalMilliseconds:0.0} ms");
        Assert.True(late < s_limit, $"{what}: the 95th percentile is {late.TotalMilliseconds:0.0} ms.");
    }
}
