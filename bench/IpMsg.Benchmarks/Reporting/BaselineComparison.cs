using System;
using System.Diagnostics;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>Compares our code with a baseline in alternating rounds. The median of the ratios counts.</summary>
internal static class BaselineComparison
{
    private const int WarmUps = 2;
    private const int Rounds = 15;

    /// <summary>Runs the comparison. Both sides return the bytes that they moved.</summary>
    /// <param name="name">The name of the comparison.</param>
    /// <param name="baseline">The name of the baseline.</param>
    /// <param name="minRatio">The minimum ratio of our speed to the baseline's.</param>
    /// <param name="plain">The baseline.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="cleanUp">Called after each side, outside the measured time.</param>
    internal static void Run(string name, string baseline, double minRatio, Func<long> plain, Func<long> ours, Action? cleanUp = null)
    {
        var plainSeconds = new Sample();
        var ourSeconds = new Sample();
        var ratios = new Sample();
        long bytes = 0;
        for (int round = 0; round < WarmUps + Rounds; round++)
        {
            // The order alternates, because the second side may find warmer caches.
            bool plainFirst = round % 2 == 0;
            double first = Seconds(plainFirst ? plain : ours, cleanUp, out long firstBytes);
            double second = Seconds(plainFirst ? ours : plain, cleanUp, out long secondBytes);
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
        MetricLine.AtLeast(name + "node to " + baseline, ratios.Median, "times", minRatio);
        MetricLine.Beside(name + "node to " + baseline + ", quietest", plainSeconds.Min / ourSeconds.Min, "times");
    }

    private static double Seconds(Func<long> act, Action? cleanUp, out long bytes)
    {
        var watch = Stopwatch.StartNew();
        bytes = act();
        double seconds = watch.Elapsed.TotalSeconds;
        cleanUp?.Invoke();
        return seconds;
    }
}
