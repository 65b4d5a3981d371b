using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>
/// Downloads a file while its process is killed again and again. Each new process resumes with only the exported message.
/// </summary>
internal static class InterruptedTransfer
{
    private const int Length = 200_000_000;
    private const int Cuts = 10;

    internal static Action Run()
    {
        using var processPair = new ProcessPair();
        string file = Path.Combine(processPair.Source, "cut.bin"), message = Path.Combine(processPair.Source, "message.xml");
        Contents.MakeRandom(file, Length);
        processPair.Offer(file);
        // The bare engine lacks Export-Clixml and Import-Clixml, which do the same.
        processPair.Saver.Run($"[IO.File]::WriteAllText('{message}', [Management.Automation.PSSerializer]::Serialize($message, 2))");
        string save = $"([Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText('{message}'))"
            + $" | Save-IpMsgAttachment '{processPair.Target}' -Resume -ErrorAction Stop -Verbose 4>&1) | ForEach-Object {{ \"$_\" }}";
        var random = new Random(20261122);
        int cuts = 0;
        for (int i = 0; i < Cuts; i++)
        {
            // One cut in each tenth of the file, because resumed bytes do not arrive again.
            long point = (long)((i + random.NextDouble() * 0.8) / Cuts * Length);
            processPair.Saver.Begin(save);
            long length = CutAt(processPair, point);
            if (length < Length)
                cuts++;
            Console.Error.WriteLine(FormattableString.Invariant($"Cut at {length:N0}, meant to be at {point:N0}."));
            processPair.StartSaver();
        }
        var lines = processPair.Saver.Run(save);
        foreach (string line in lines)
            Console.Error.WriteLine(line);
        bool isEqual = Contents.AreEqual(file, Path.Combine(processPair.Target, "cut.bin"));
        int left = Directory.EnumerateFileSystemEntries(processPair.Target).Count() - 1;
        return () =>
        {
            MetricLine.AtLeast("cut and resumed: cuts before the end", cuts, "", Cuts);
            MetricLine.AtLeast("cut and resumed: files equal", isEqual ? 1 : 0, "", 1);
            MetricLine.AtMost("cut and resumed: left over beside the file", left, "", 0);
        };
    }

    /// <summary>Kills the downloading process when that much is on the disk; returns the final length.</summary>
    private static long CutAt(ProcessPair processPair, long point)
    {
        var watch = Stopwatch.StartNew();
        while (Progress(processPair.Target) < point
            && !File.Exists(Path.Combine(processPair.Target, "cut.bin")) && watch.Elapsed < TimeSpan.FromMinutes(1))
            Thread.SpinWait(1_000);
        processPair.Saver.Kill();
        return Progress(processPair.Target) is >= 0 and var length ? length : Length;
    }

    private static long Progress(string target)
    {
        foreach (string staging in Directory.EnumerateDirectories(target, ".ipmsg-*"))
        {
            if (new FileInfo(Path.Combine(staging, "content")) is { Exists: true } content)
                return content.Length;
        }
        return -1;
    }
}
