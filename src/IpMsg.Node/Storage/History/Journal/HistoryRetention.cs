using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Lines;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// Removes the oldest segments beyond the limits of size and age. Messages in them that nobody has taken stay, in a rewritten segment
/// without the rest.
/// </summary>
/// <param name="journal">The segments.</param>
/// <param name="limits">The limits.</param>
internal sealed class HistoryRetention(HistoryJournal journal, HistoryLimits limits)
{
    // It lists the waiting messages, at most ten thousand for an inbox.
    private const int MaxFirstLine = 1 << 20;

    private int _lastSegment;

    /// <summary>Applies the limits when a segment has begun since the last call.</summary>
    internal void ApplyAfterRoll()
    {
        int segment = journal.Segment;
        if (segment == _lastSegment)
            return;
        _lastSegment = segment;
        Apply();
    }

    internal void Apply()
    {
        if (limits.MaxBytes is null && limits.MaxAge is null)
            return;
        var now = DateTimeOffset.UtcNow;
        // One segment at a time, so that others can write in between.
        while (journal.Run(() => RemoveOldest(now)))
        {
        }
    }

    private bool RemoveOldest(DateTimeOffset now)
    {
        var numbers = SegmentNames.List(journal.Files, journal.Folder);
        long total = 0;
        foreach (int number in numbers)
            total += LengthOf(number);
        for (int at = 0; at < numbers.Count - 1; at++)
        {
            int number = numbers[at];
            bool isTooOld = limits.MaxAge is { } age && LatestUpTo(numbers[at + 1]) is { } latest && latest < now - age;
            if (!isTooOld && !(total > limits.MaxBytes))
                return false;
            long before = LengthOf(number);
            long after = SegmentRewriter.KeepWaiting(journal, number);
            if (after < before)
                return true;
        }
        return false;
    }

    private long LengthOf(int number)
    {
        using var file = journal.Files.Open(SegmentNames.PathOf(journal.Folder, number), StoreFileMode.Read);
        return file.Length;
    }

    // The first line of the next segment contains the latest time before it.
    private DateTimeOffset? LatestUpTo(int next)
    {
        using var file = journal.Files.Open(SegmentNames.PathOf(journal.Folder, next), StoreFileMode.Read);
        using var bytes = SegmentBytes.Read(file, next, 0, MaxFirstLine);
        int at = 0;
        if (!bytes.TryNext(ref at, out var line) || !SegmentLine.TryRead(line, null, out var start) || start.Latest == default)
            return null;
        return start.Latest;
    }
}
