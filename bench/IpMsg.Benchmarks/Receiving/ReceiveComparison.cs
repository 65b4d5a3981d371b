using System;
using System.Diagnostics;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>Compares received, queued, taken and confirmed messages with a bare echo of the same sizes, in alternating rounds.</summary>
internal static class ReceiveComparison
{
    // Below the capacity of an inbox: a full inbox leaves messages unconfirmed.
    private const int MessagesPerRound = 9_000;
    private const int WarmUps = 5;
    private const int Rounds = 31;
    private const double MinRatio = 0.8;

    internal static void Run(bool withLog)
    {
        using var echo = new EchoLoop();
        using var node = new ReceivingNode(MessagesPerRound, withLog);
        using var load = new LoadProcess();
        var echoRun = new Measured(load, echo.Port, () => { });
        var nodeRun = new Measured(load, node.Port, node.WaitForConsumer);
        int rounds = WarmUps + Rounds;
        for (int round = 0; round < rounds; round++)
        {
            echoRun.Round(isCounted: round >= WarmUps);
            nodeRun.Round(isCounted: round >= WarmUps);
        }
        long expected = (long)rounds * MessagesPerRound;
        if (node.Received != expected)
            throw new InvalidOperationException(FormattableString.Invariant($"{node.Received} of {expected} messages were received."));
        Print(withLog ? "receive with -LogPath" : "receive", echoRun, nodeRun, withLog);
    }

    private static void Print(string name, Measured echo, Measured node, bool withLog)
    {
        MetricLine.Beside(name + ": echo loop", MessagesPerRound / echo.Seconds.Median, "msg/s");
        MetricLine.Beside(name + ": node", MessagesPerRound / node.Seconds.Median, "msg/s");
        double ratio = echo.Seconds.Median / node.Seconds.Median;
        if (withLog)
            MetricLine.Beside(name + ": node to echo", ratio, "times");
        else
            MetricLine.AtLeast(name + ": node to echo", ratio, "times", MinRatio);
        MetricLine.Beside(name + ": node to echo, quietest rounds", echo.Seconds.Min / node.Seconds.Min, "times");
        MetricLine.Beside(name + ": processor time, echo loop", echo.Processor.Median / MessagesPerRound * 1e6, "us/msg");
        MetricLine.Beside(name + ": processor time, node and its consumer", node.Processor.Median / MessagesPerRound * 1e6, "us/msg");
        MetricLine.Beside(name + ": allocated, echo loop", echo.Bytes.Median / MessagesPerRound, "bytes/msg");
        MetricLine.Beside(name + ": allocated, node", node.Bytes.Median / MessagesPerRound, "bytes/msg");
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
            double seconds = load.Send(port, MessagesPerRound);
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
