using System;
using System.Diagnostics;
using System.IO;
using IpMsg.Protocol;

namespace IpMsg.Benchmarks;

/// <summary>A large file against a plain socket copy, and a folder of small files against tar; the rounds alternate, the client is the same.</summary>
internal static class ServeComparison
{
    private const long Large = 1L << 30;
    private const int Files = 10_000;
    private const int SmallFile = 4_096;
    private const int WarmUps = 2;
    private const int Rounds = 15;

    internal static void Run()
    {
        using var scratch = new ScratchFolder();
        string large = Path.Combine(scratch.Path, "large.bin"), folder = Path.Combine(scratch.Path, "small");
        using (var file = File.Create(large))
            file.SetLength(Large);
        MakeFolder(folder);
        using var node = new ServingNode(scratch.Path);
        using var copy = new CopyServer(connection => FileCopy.Send(large, connection));
        using var tar = new CopyServer(connection => TarCopy.Send(folder, connection));

        Compare("serve one file of 1 GiB: ", "plain copy", 0.95, () => RawClient.Take(copy.Port, "\0", Large), () => node.Take(large, Command.GetFileData));
        Compare("serve 10,000 files of 4 KB: ", "tar", 1, () => RawClient.Take(tar.Port, "\0", long.MaxValue), () => node.Take(folder, Command.GetFolderFiles));
    }

    private static void Compare(string name, string baseline, double least, Func<long> plain, Func<long> served)
    {
        var plainSeconds = new Sample();
        var servedSeconds = new Sample();
        var ratios = new Sample();
        long bytes = 0;
        for (int round = 0; round < WarmUps + Rounds; round++)
        {
            // In turn also within a round, for what comes second may find warmer caches.
            bool plainFirst = round % 2 == 0;
            double first = Seconds(plainFirst ? plain : served, out long firstBytes);
            double second = Seconds(plainFirst ? served : plain, out long secondBytes);
            if (round < WarmUps)
                continue;
            bytes = plainFirst ? secondBytes : firstBytes;
            plainSeconds.Add(plainFirst ? first : second);
            servedSeconds.Add(plainFirst ? second : first);
            ratios.Add(plainFirst ? first / second : second / first);
        }
        Figure.Beside(name + baseline, plainSeconds.Median * 1000, "ms");
        Figure.Beside(name + "node", servedSeconds.Median * 1000, "ms");
        Figure.Beside(name + "node", bytes / servedSeconds.Median / 1e6, "MB/s");
        Figure.AtLeast(name + "node to " + baseline, ratios.Median, "times", least);
        Figure.Beside(name + "node to " + baseline + ", quietest", plainSeconds.Least / servedSeconds.Least, "times");
    }

    private static double Seconds(Func<long> act, out long bytes)
    {
        var watch = Stopwatch.StartNew();
        bytes = act();
        return watch.Elapsed.TotalSeconds;
    }

    private static void MakeFolder(string folder)
    {
        var random = new Random(1);
        byte[] contents = new byte[SmallFile];
        for (int i = 0; i < Files; i++)
        {
            string sub = Path.Combine(folder, "part" + i / 500);
            Directory.CreateDirectory(sub);
            random.NextBytes(contents);
            File.WriteAllBytes(Path.Combine(sub, "file" + i + ".bin"), contents);
        }
    }
}
