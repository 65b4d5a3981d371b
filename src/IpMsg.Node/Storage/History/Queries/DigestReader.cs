using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Reads the digests of the messages of the last minutes. Since then the clock may have been set: the minutes before the last message
/// count, when that is ahead of the clock, and a message whose number does not return is remembered without a limit of time, in the last
/// segment.
/// </summary>
internal static class DigestReader
{
    // Clients that count from 1 send no such number, and those whose numbers are random or UNIX times send none again (R12).
    private const uint LowestThatDoesNotReturn = 1_000_000_000;

    /// <param name="files">The disk.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="now">The clock.</param>
    /// <param name="memory">The minutes.</param>
    /// <param name="max">The maximum number; the latest ones count.</param>
    internal static IReadOnlyList<RecentDigest> Read(IStoreFiles files, string folder, DateTimeOffset now, TimeSpan memory, int max)
    {
        using var source = new SegmentSource(files, folder);
        var numbers = source.Numbers();
        var segments = new List<List<RecentDigest>>();
        int total = 0;
        DateTimeOffset? last = null;
        bool isEarlierNeeded = true;
        for (int index = numbers.Count - 1; index >= 0 && isEarlierNeeded && total < max; index--)
        {
            using var bytes = source.Read(numbers[index]);
            if (bytes is null)
                continue;
            var found = new List<RecentDigest>();
            SegmentStart start = default;
            for (int at = 0; bytes.TryNext(ref at, out var line);)
            {
                if (!LineHead.TryRead(line, out var head))
                    continue;
                if (head.Kind == LineKind.Segment)
                    _ = SegmentLine.TryRead(line, null, out start);
                else if (head.Kind == LineKind.Received && ReceivedLine.ReadDigest(line, head.At) is { } digest)
                    found.Add(digest);
            }
            if (last is null && found.Count > 0)
                last = found[found.Count - 1].At;
            var until = last > now ? last.Value : now;
            // All messages of earlier segments came before this one began.
            isEarlierNeeded = start.Version == 0 || start.Latest >= until - memory && start.At >= until - memory;
            bool isLast = segments.Count == 0;
            found.RemoveAll(each => !(each.At >= until - memory && each.At <= until || isLast && each.Number >= LowestThatDoesNotReturn));
            segments.Add(found);
            total += found.Count;
        }
        var all = new List<RecentDigest>(total);
        for (int index = segments.Count - 1; index >= 0; index--)
            all.AddRange(segments[index]);
        if (all.Count > max)
            all.RemoveRange(0, all.Count - max);
        return all;
    }
}
