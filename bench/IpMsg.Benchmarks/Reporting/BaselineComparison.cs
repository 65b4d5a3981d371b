using System;
using System.Diagnostics;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>Ours against a baseline: the rounds alternate, and what counts is the median of their ratios.</summary>
internal static class BaselineComparison
{
    private const int WarmUps = 2;
    private const int Rounds = 15;

    /// <summary>Runs it; either side gives the bytes that it moved.</summary>
    /// <param name="name">What is compared.</param>
    /// <param name="baseline">The name of the baseline.</param>
    /// <param name="least">How fast ours has to be, of the baseline.</param>
    /// <param name="plain">The baseline.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="tidyUp">Called after either, its time not counted.</param>
    internal static void Run(string name, string baseline, double least, Func<long> plain, Func<long> ours, Action? tidyUp = null)
    {
        var plainSeconds = new Sample();
        var ourSeconds = new Sample();
        var ratios = new Sample();
        long bytes = 0;
        for (int round = 0; round < WarmUps + Rounds; round++)
        {
            // In turn also within a round, for what comes second may find warmer caches.
            bool plainFirst = round % 2 == 0;
            double first = Seconds(plainFirst ? plain : ours, tidyUp, out long firstBytes);
            double second = Seconds(plainFirst ? ours : plain, tidyUp, out long secondBytes);
            if (round < WarmUps)
                continue;
            bytes = plainFirst ? secondBytes : firstBytes;
            plainSeconds.Add(plainFirst ? first : second);
            ourSeconds.Add(plainFirst ? second : first);
            ratios.Add(plainFirst ? first / second : second / first);
        }
        MetricLine.Beside(name + baseline, plainSeconds.Median * 1000, "ms");
        MetricLine.Beside(name + "node", ourSeconds.Median * 1000, "ms");
        MetricLine.Beside(name + "node", bytes / ourSeconds.Median / 1e6, "MB/s");
        MetricLine.AtLeast(name + "node to " + baseline, ratios.Median, "times", least);
        MetricLine.Beside(name + "node to " + baseline + ", quietest", plainSeconds.Least / ourSeconds.Least, "times");
    }

    private static double Seconds(Func<long> act, Action? tidyUp, out long bytes)
    {
        var watch = Stopwatch.StartNew();
        bytes = act();
        double seconds = watch.Elapsed.TotalSeconds;
        tidyUp?.Invoke();
        return seconds;
    }
}
