using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Benchmarks.History;

/// <summary>Measures the message store: appending, on this disk and on a slow one, and reading from a million messages.</summary>
internal static class StoreComparison
{
    private const int Million = 1_000_000;

    internal static void Run()
    {
        Append("this disk", DiskFiles.Instance, 50_000, null);
        Append("flush of 10 ms", new SlowDisk(TimeSpan.FromMilliseconds(10)), 20_000, 5_000);
        Single("this disk", DiskFiles.Instance, null);
        Single("flush of 10 ms", new SlowDisk(TimeSpan.FromMilliseconds(10)), 30);
        LineComparison.Run();
        using var folder = new ScratchFolder();
        string store = new HistoryOptions { DataPath = folder.Path }.FolderOf(CmdletReading.User);
        Fill(store);
        Read(store);
        CmdletReading.Run(folder.Path);
        Clear(store);
    }

    private static void Append(string name, IStoreFiles files, int count, double? minRate)
    {
        using var folder = new ScratchFolder();
        var progress = new StoreProgress();
        using var store = new HistoryStore(Path.Combine(folder.Path, "store"), new StoreSamples(), progress, null, files);
        AppendAll(store, progress, 0, 2_000);
        var watch = Stopwatch.StartNew();
        AppendAll(store, progress, 2_000, count);
        double rate = count / watch.Elapsed.TotalSeconds;
        if (minRate is { } limit)
            MetricLine.AtLeast("store, append, " + name, rate, "messages/s", limit);
        else
            MetricLine.Beside("store, append, " + name, rate, "messages/s");
    }

    private static void Single(string name, IStoreFiles files, double? limit)
    {
        using var folder = new ScratchFolder();
        var progress = new StoreProgress();
        using var store = new HistoryStore(Path.Combine(folder.Path, "store"), new StoreSamples(), progress, null, files);
        var times = new Sample();
        double most = 0;
        for (int i = 0; i < 50; i++)
        {
            var watch = Stopwatch.StartNew();
            store.TryAppend(StoreSamples.Message(i, DateTimeOffset.UtcNow));
            progress.WaitFor(i + 1);
            times.Add(watch.Elapsed.TotalMilliseconds);
            most = Math.Max(most, i == 0 ? 0 : watch.Elapsed.TotalMilliseconds);
        }
        if (limit is { } ms)
            MetricLine.AtMost("store, one message, " + name + ", median", times.Median, "ms", ms);
        else
            MetricLine.Beside("store, one message, " + name + ", median", times.Median, "ms");
        MetricLine.Beside("store, one message, " + name + ", slowest", most, "ms");
    }

    private static void AppendAll(HistoryStore store, StoreProgress progress, int from, int count)
    {
        var start = DateTimeOffset.UtcNow;
        for (int i = from; i < from + count; i++)
        {
            var message = StoreSamples.Message(i, start);
            while (!store.TryAppend(message))
                progress.WaitFor(Math.Max(progress.Written, i - HistoryLimits.MaxQueued / 2));
        }
        progress.WaitFor(from + count);
    }

    private static void Fill(string path)
    {
        var taker = new Taker();
        using var store = new HistoryStore(path, new StoreSamples(), taker, new HistoryLimits { MaxBytes = null });
        taker.Store = store;
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Million; i++)
        {
            var message = StoreSamples.Message(i, start.AddSeconds(i * 10));
            while (!store.TryAppend(message))
                Thread.Yield();
        }
        taker.Done.Wait();
        MetricLine.Beside("store, a million appended and taken", Million / watch.Elapsed.TotalSeconds, "messages/s");
        MetricLine.Beside("store, a million, size", Directory.GetFiles(path).Sum(each => new FileInfo(each).Length) / 1e6, "MB");
    }

    private static void Read(string path)
    {
        var reader = new HistoryReader(path);
        double plain = Seconds(() => Directory.GetFiles(path, "*.jsonl").Sum(each => (long)File.ReadAllBytes(each).Length), out _);
        MetricLine.Beside("history, File.ReadAllBytes of all segments", plain * 1000, "ms");
        double first = Seconds(() => reader.Read(new HistoryQuery { Last = 100 }).Count(), out _);
        MetricLine.AtMost("history, last 100 of a million, first time", first * 1000, "ms", 100);
        var last = new Sample();
        for (int i = 0; i < 10; i++)
            last.Add(Seconds(() => reader.Read(new HistoryQuery { Last = 100 }).Count(), out _));
        MetricLine.AtMost("history, last 100 of a million", last.Median * 1000, "ms", 100);
        Search(reader, "Japanese", "会議は14時からです。資料は共有フォルダーにあります。 777776", plain);
        Search(reader, "ASCII, either case", "BUILD 4711 failed on the SECOND agent, see the attached log. 777775", plain);
        Search(reader, "a common word, 250,000 found", "lunch", plain);
        var late = new HistoryQuery { Since = new DateTimeOffset(2026, 4, 25, 0, 0, 0, TimeSpan.Zero) };
        double since = Seconds(() => reader.Read(late).Count(), out long found);
        MetricLine.Beside($"history, since a day, {found:N0} found", since * 1000, "ms");
    }

    private static void Search(HistoryReader reader, string name, string text, double plain)
    {
        GC.Collect();
        long before = Environment.WorkingSet, most = before;
        int seen = 0;
        double seconds = Seconds(() => reader.Read(new HistoryQuery { Text = text }).Count(_ =>
        {
            // The query costs more than a message.
            if (++seen % 10_000 == 0)
                most = Math.Max(most, Environment.WorkingSet);
            return true;
        }), out long found);
        most = Math.Max(most, Environment.WorkingSet);
        if (found == 0)
            throw new InvalidOperationException("Nothing was found.");
        MetricLine.AtMost("history, search, " + name, seconds * 1000, "ms", 5_000);
        MetricLine.Beside("history, search, " + name + ", to ReadAllBytes", seconds / plain, "times");
        MetricLine.Beside("history, search, " + name + ", memory", (most - before) / 1e6, "MB");
    }

    private static void Clear(string path)
    {
        var early = new HistoryQuery { Before = new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero) };
        double seconds = Seconds(() => new HistoryCleaner(path).Clear(early), out long removed);
        MetricLine.Beside($"history, clear {removed:N0} of a million", seconds * 1000, "ms");
    }

    private static double Seconds(Func<long> work, out long result)
    {
        var watch = Stopwatch.StartNew();
        result = work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Seconds(Func<int> work, out long result) => Seconds(() => (long)work(), out result);

    /// <summary>Takes each message as soon as it is on the disk, like a waiting Receive-IpMsg.</summary>
    private sealed class Taker : IHistoryEvents
    {
        private int _count;

        internal HistoryStore? Store { get; set; }

        internal ManualResetEventSlim Done { get; } = new();

        public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
        {
            Store!.Take(messages);
            _count += messages.Count;
            if (_count == Million)
                Done.Set();
        }

        public void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason) => Environment.FailFast(reason.ToString());

        public void OnFailureChanged(Exception? failure)
        {
        }
    }
}
