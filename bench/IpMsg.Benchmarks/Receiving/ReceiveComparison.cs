using System;
using System.Diagnostics;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>Messages received, queued, taken and confirmed, against a bare echo of the same sizes; the rounds alternate.</summary>
internal static class ReceiveComparison
{
    // Less than an inbox holds: past that a node leaves messages unconfirmed until its consumer has caught up.
    private const int MessagesARound = 9_000;
    private const int WarmUps = 5;
    private const int Rounds = 31;
    private const double LeastRatio = 0.8;

    internal static void Run(bool withLog)
    {
        using var echo = new EchoLoop();
        using var node = new ReceivingNode(withLog, MessagesARound);
        using var load = new LoadProcess();
        var echoRun = new Measured(load, echo.Port, () => { });
        var nodeRun = new Measured(load, node.Port, node.AwaitConsumer);
        int rounds = WarmUps + Rounds;
        for (int round = 0; round < rounds; round++)
        {
            echoRun.Round(isCounted: round >= WarmUps);
            nodeRun.Round(isCounted: round >= WarmUps);
        }
        long expected = (long)rounds * MessagesARound;
        if (node.Received != expected)
            throw new InvalidOperationException(FormattableString.Invariant($"{node.Received} of {expected} messages were received."));
        Print(withLog ? "receive with -LogPath" : "receive", echoRun, nodeRun, withLog);
    }

    private static void Print(string name, Measured echo, Measured node, bool withLog)
    {
        MetricLine.Beside(name + ": echo loop", MessagesARound / echo.Seconds.Median, "msg/s");
        MetricLine.Beside(name + ": node", MessagesARound / node.Seconds.Median, "msg/s");
        double ratio = echo.Seconds.Median / node.Seconds.Median;
        if (withLog)
            MetricLine.Beside(name + ": node to echo", ratio, "times");
        else
            MetricLine.AtLeast(name + ": node to echo", ratio, "times", LeastRatio);
        MetricLine.Beside(name + ": node to echo, quietest rounds", echo.Seconds.Least / node.Seconds.Least, "times");
        MetricLine.Beside(name + ": processor time, echo loop", echo.Processor.Median / MessagesARound * 1e6, "us/msg");
        MetricLine.Beside(name + ": processor time, node and its consumer", node.Processor.Median / MessagesARound * 1e6, "us/msg");
        MetricLine.Beside(name + ": allocated, echo loop", echo.Bytes.Median / MessagesARound, "bytes/msg");
        MetricLine.Beside(name + ": allocated, node", node.Bytes.Median / MessagesARound, "bytes/msg");
    }

    private sealed class Measured(LoadProcess load, int port, Action awaitRest)
    {
        internal Sample Seconds { get; } = new();

        internal Sample Processor { get; } = new();

        internal Sample Bytes { get; } = new();

        internal void Round(bool isCounted)
        {
            var processor = Environment.CpuUsage.TotalTime;
            long bytes = GC.GetTotalAllocatedBytes();
            double seconds = load.Send(port, MessagesARound);
            var rest = Stopwatch.StartNew();
            awaitRest();
            seconds += rest.Elapsed.TotalSeconds;
            if (!isCounted)
                return;
            Seconds.Add(seconds);
            Processor.Add((Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            Bytes.Add(GC.GetTotalAllocatedBytes() - bytes);
        }
    }
}
