using System;
using System.IO;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>Transfers one very large file, and very many small ones: neither may increase the memory of either side.</summary>
internal static class BigTransfers
{
    private const long Large = 6L << 30;
    private const int Files = 100_000;

    internal static Action LargeFile()
    {
        using var processPair = new ProcessPair();
        string file = Path.Combine(processPair.Source, "large.bin");
        Contents.MakeSparse(file, Large);
        var run = processPair.Run(file);
        bool isEqual = Contents.AreEqual(file, Path.Combine(processPair.Target, "large.bin"));
        return () => Print("6 GiB sparse file: ", run, Large, isEqual ? 1 : 0, 1);
    }

    internal static Action ManyFiles()
    {
        const int length = 1_000;
        using var processPair = new ProcessPair();
        string folder = Path.Combine(processPair.Source, "small");
        // All in one folder, where most names are in memory.
        SmallFiles.Make(folder, Files, length, perFolder: Files);
        var run = processPair.Run(folder);
        int equal = Contents.CountEqual(folder, Path.Combine(processPair.Target, "small"));
        return () => Print("100,000 files of 1 KB: ", run, (long)Files * length, equal, Files);
    }

    private static void Print(string name, (double Seconds, double ServerGrowth, double SaverGrowth) run, long bytes, int equal, int files)
    {
        MetricLine.Beside(name + "time", run.Seconds, "s");
        MetricLine.Beside(name + "rate", bytes / run.Seconds / 1e6, "MB/s");
        MetricLine.AtLeast(name + "files equal", equal, "", files);
        MetricLine.AtMost(name + "server above idle", run.ServerGrowth, "MB", TransferRun.MaxMemory);
        MetricLine.AtMost(name + "saver above idle", run.SaverGrowth, "MB", TransferRun.MaxMemory);
    }
}
