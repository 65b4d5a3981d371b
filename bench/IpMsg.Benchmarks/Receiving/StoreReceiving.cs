using System;
using System.Diagnostics;
using IpMsg.Benchmarks.History;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>The cost of the message store: while a listener receives, at its start, on a slow disk, and when messages are taken.</summary>
internal static class StoreReceiving
{
    private const int MessagesPerRound = 9_000;
    private const int WarmUps = 4, Rounds = 21;

    // With 128 unanswered messages, the time of a flush decides: 4 ms allow 32,000 a second. With 2,048, a busy machine loses datagrams.
    private const int Window = 1_024;
    private const double MinRatio = 0.5, MinRate = 5_000, MaxSingleMs = 30;

    private static readonly (string Name, Action Run)[] s_parts =
        [("memory", CompareWithMemory), ("slow", ReceiveOnSlowDisk), ("start", FirstMessage.Run), ("take", TakingStored.Run)];

    /// <param name="arguments">The names of the parts to run: memory, slow, start, take; none for all.</param>
    internal static void Run(string[] arguments)
    {
        foreach (var (name, run) in s_parts)
        {
            if (arguments.Length == 0 || Array.IndexOf(arguments, name) >= 0)
                run();
        }
    }

    private static void CompareWithMemory()
    {
        using var memory = new ReceivingNode(MessagesPerRound);
        using var store = new ReceivingNode(MessagesPerRound, history: new HistoryOptions());
        using var load = new LoadProcess();
        var (memorySeconds, storeSeconds, memoryProcessor, storeProcessor) = (new Sample(), new Sample(), new Sample(), new Sample());
        for (int round = -WarmUps; round < Rounds; round++)
        {
            var (inMemory, memoryTime) = Round(load, memory);
            var (stored, storeTime) = Round(load, store);
            if (round < 0)
                continue;
            memorySeconds.Add(inMemory);
            storeSeconds.Add(stored);
            memoryProcessor.Add(memoryTime);
            storeProcessor.Add(storeTime);
        }
        long expected = (long)(WarmUps + Rounds) * MessagesPerRound;
        if (memory.Received != expected || store.Received != expected)
            throw new InvalidOperationException(FormattableString.Invariant($"{memory.Received} and {store.Received} of {expected}."));
        MetricLine.Beside("receive, in memory", MessagesPerRound / memorySeconds.Median, "msg/s");
        MetricLine.Beside("receive, stored and taken", MessagesPerRound / storeSeconds.Median, "msg/s");
        MetricLine.AtLeast("receive, store to memory", memorySeconds.Median / storeSeconds.Median, "times", MinRatio);
        MetricLine.Beside("receive, store to memory, quietest rounds", memorySeconds.Min / storeSeconds.Min, "times");
        MetricLine.Beside("receive, processor time, in memory", memoryProcessor.Median / MessagesPerRound * 1e6, "us/msg");
        MetricLine.Beside("receive, processor time, stored", storeProcessor.Median / MessagesPerRound * 1e6, "us/msg");
    }

    private static (double Seconds, double Processor) Round(LoadProcess load, ReceivingNode node)
    {
        var processor = Environment.CpuUsage.TotalTime;
        double seconds = load.Send(node.Port, MessagesPerRound, Window);
        var rest = Stopwatch.StartNew();
        node.WaitForConsumer();
        return (seconds + rest.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static void ReceiveOnSlowDisk()
    {
        const int rounds = 5, singles = 100;
        using var node = new ReceivingNode(MessagesPerRound, history: new HistoryOptions
        {
            Files = new SlowDisk(TimeSpan.FromMilliseconds(10)),
        });
        using var load = new LoadProcess();
        var (rate, few) = (new Sample(), new Sample());
        for (int round = 0; round < rounds; round++)
        {
            rate.Add(MessagesPerRound / load.Send(node.Port, MessagesPerRound, Window));
            few.Add(MessagesPerRound / load.Send(node.Port, MessagesPerRound));
        }
        MetricLine.AtLeast("receive, flush of 10 ms, burst, confirmed", rate.Median, "msg/s", MinRate);
        MetricLine.Beside("receive, flush of 10 ms, 128 unanswered, confirmed", few.Median, "msg/s");
        var (time, most) = (new Sample(), 0.0);
        for (int i = 0; i < singles; i++)
        {
            double ms = load.Send(node.Port, 1) * 1_000;
            time.Add(ms);
            most = Math.Max(most, ms);
        }
        MetricLine.AtMost("receive, flush of 10 ms, one message", time.Median, "ms", MaxSingleMs);
        MetricLine.Beside("receive, flush of 10 ms, one message, slowest of 100", most, "ms");
    }
}
