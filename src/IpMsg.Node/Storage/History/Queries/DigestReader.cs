using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>Reads the digests of the messages of the last minutes.</summary>
internal static class DigestReader
{
    internal static IReadOnlyList<RecentDigest> Read(IStoreFiles files, string folder, DateTimeOffset since, int max)
    {
        using var source = new SegmentSource(files, folder);
        var numbers = source.Numbers();
        var segments = new List<List<RecentDigest>>();
        int total = 0;
        bool isEarlierNeeded = true;
        for (int index = numbers.Count - 1; index >= 0 && isEarlierNeeded && total < max; index--)
        {
            using var bytes = source.Read(numbers[index]);
            if (bytes is null)
                continue;
            var found = new List<RecentDigest>();
            isEarlierNeeded = true;
            for (int at = 0; bytes.TryNext(ref at, out var line);)
            {
                if (!LineHead.TryRead(line, out var head))
                    continue;
                if (head.Kind == LineKind.Segment)
                    isEarlierNeeded = !SegmentLine.TryRead(line, null, out var start) || start.Latest >= since;
                else if (head.Kind == LineKind.Received && head.At >= since && ReceivedLine.ReadDigest(line, head.At) is { } digest)
                    found.Add(digest);
            }
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
