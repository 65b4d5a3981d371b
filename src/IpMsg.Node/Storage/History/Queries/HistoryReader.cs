using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Reads a history while others write to it. Holds one segment at a time, so its memory does not grow with the store. Needs no session and
/// no listener.
/// </summary>
/// <param name="folder">The store's folder; a missing folder contains no messages.</param>
/// <param name="files">The disk; null for the real one.</param>
internal sealed class HistoryReader(string folder, IStoreFiles? files = null)
{
    private readonly IStoreFiles _files = files ?? DiskFiles.Instance;

    /// <summary>The messages of a query in the order of writing, so newest last.</summary>
    /// <exception cref="HistoryVersionException">A newer module has written the store.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The query was stopped.</exception>
    internal IEnumerable<HistoryEntry> Read(HistoryQuery query) =>
        query.Last is { } count ? ReadLast(query, count) : ReadFirst(query, query.First ?? int.MaxValue);

    private List<HistoryEntry> ReadLast(HistoryQuery query, int count)
    {
        using var source = new SegmentSource(_files, folder, query.Stop);
        var scan = new SegmentScan(query, new LaterUpdates());
        var found = new List<HistoryEntry>();
        var numbers = source.Numbers();
        for (int at = numbers.Count - 1; at >= 0 && found.Count < count; at--)
        {
            using var bytes = source.Read(numbers[at]);
            if (bytes is null)
                continue;
            scan.Read(bytes);
            for (int index = scan.Count - 1; index >= 0 && found.Count < count; index--)
            {
                if (scan.Build(index) is { } entry)
                    found.Add(entry);
            }
            if (found.Count < count)
                scan.KeepForEarlier(bytes);
            if (scan.LatestBefore < query.Since)
                break;
        }
        found.Reverse();
        return found;
    }

    private IEnumerable<HistoryEntry> ReadFirst(HistoryQuery query, int count)
    {
        using var source = new SegmentSource(_files, folder, query.Stop);
        var later = new LaterUpdates();
        var scan = new SegmentScan(query, later);
        int left = count;
        foreach (int number in Gather(source, scan, query))
        {
            if (left == 0)
                yield break;
            using var bytes = source.Read(number);
            if (bytes is null)
                continue;
            scan.Read(bytes);
            for (int index = 0; index < scan.Count && left > 0; index++)
            {
                if (scan.Build(index) is not { } entry)
                    continue;
                left--;
                yield return entry;
            }
            later.Forget(number);
        }
    }

    /// <summary>Collects the updates in later segments. Returns the segments that may contain matches, ascending.</summary>
    private static List<int> Gather(SegmentSource source, SegmentScan scan, HistoryQuery query)
    {
        var numbers = source.Numbers();
        for (int at = numbers.Count - 1; at > 0; at--)
        {
            using var bytes = source.Read(numbers[at]);
            if (bytes is null)
                continue;
            scan.KeepForEarlier(bytes);
            if (scan.LatestBefore < query.Since)
                return numbers.GetRange(at, numbers.Count - at);
        }
        return numbers;
    }
}
