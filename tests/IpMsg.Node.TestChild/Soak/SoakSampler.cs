using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace IpMsg.Node.TestChild.Soak;

/// <summary>Writes memory, threads and handles of this process into a CSV file at fixed intervals.</summary>
internal sealed class SoakSampler : IDisposable
{
    private readonly StreamWriter _output;
    private readonly string _name;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    internal SoakSampler(string folder, string name)
    {
        _name = name;
        _output = new StreamWriter(Path.Combine(folder, "samples-" + name + ".csv")) { AutoFlush = true, NewLine = "\n" };
        _output.WriteLine("process,second,rss_kb,heap_kb,threads,handles,members,messages");
    }

    /// <param name="known">How many members those of this process know, in all.</param>
    /// <param name="messages">How many messages they have received.</param>
    internal void Sample(long known, long messages)
    {
        // Only what is reachable counts: the rest says when the last collection was.
        long heap = GC.GetTotalMemory(forceFullCollection: true) / 1024;
        var status = Status();
        int handles = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        _output.WriteLine(FormattableString.Invariant(
            $"{_name},{_watch.Elapsed.TotalSeconds:F0},{status["VmRSS"]},{heap},{status["Threads"]},{handles},{known},{messages}"));
    }

    public void Dispose() => _output.Dispose();

    private static Dictionary<string, string> Status() => File.ReadLines("/proc/self/status").Select(static line => line.Split(':', 2))
        .ToDictionary(static each => each[0], static each => each[1].Trim().Split(' ')[0]);
}
