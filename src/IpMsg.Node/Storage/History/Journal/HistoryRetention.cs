using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Lines;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// Removes the oldest segments beyond the limits of size and age. Messages in them that nobody has taken stay, in a rewritten segment
/// without the rest. A clock that is wrong for less than a week removes nothing (<see cref="AgeClock"/>).
/// </summary>
/// <param name="journal">The segments.</param>
/// <param name="limits">The limits.</param>
internal sealed class HistoryRetention(HistoryJournal journal, HistoryLimits limits)
{
    // It lists the waiting messages, at most ten thousand for an inbox.
    private const int MaxFirstLine = 1 << 20;

    // How often a long session looks whether something is too old.
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    private readonly AgeClock _clock = new(journal.Files, journal.Folder);
    private int _lastSegment;
    private DateTimeOffset _lastLook;

    /// <summary>Applies the limits when a segment or a day has begun since the last call.</summary>
    internal void ApplyWhenDue()
    {
        int segment = journal.Segment;
        if (segment == _lastSegment && (limits.Clock() - _lastLook).Duration() < s_interval)
            return;
        _lastSegment = segment;
        Apply();
    }

    internal void Apply()
    {
        _lastLook = limits.Clock();
        if (limits.MaxBytes is null && limits.MaxAge is null)
            return;
        var now = limits.MaxAge is null ? null : journal.Run(() => _clock.Look(_lastLook));
        // One segment at a time, so that others can write in between.
        while (journal.Run(() => RemoveOldest(now)))
        {
        }
    }

    private bool RemoveOldest(DateTimeOffset? now)
    {
        var numbers = SegmentNames.List(journal.Files, journal.Folder);
        long total = 0;
        foreach (int number in numbers)
            total += LengthOf(number);
        for (int at = 0; at < numbers.Count - 1; at++)
        {
            int number = numbers[at];
            bool isTooOld = limits.MaxAge is { } age && now is { } time && EndOf(numbers, at, time) < time - age;
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

    /// <summary>A time after the messages of a segment; null when it is not known.</summary>
    private DateTimeOffset? EndOf(List<int> numbers, int at, DateTimeOffset now)
    {
        // The first line of the next segment contains the latest time before it.
        if (StartOf(numbers[at + 1]) is not { } next || next.Latest == default)
            return null;
        if (next.Latest <= now)
            return next.Latest;
        // A message came while the clock was ahead. The first segment since then that has begun before now has begun after all messages.
        var begun = StartOf(numbers[at])?.At;
        for (int later = at + 1; later < numbers.Count; later++)
        {
            if (StartOf(numbers[later])?.At is { } end && end <= now && (begun > now || end >= begun))
                return end;
        }
        return null;
    }

    private SegmentStart? StartOf(int number)
    {
        using var file = journal.Files.Open(SegmentNames.PathOf(journal.Folder, number), StoreFileMode.Read);
        using var bytes = SegmentBytes.Read(file, number, 0, MaxFirstLine);
        int at = 0;
        return bytes.TryNext(ref at, out var line) && SegmentLine.TryRead(line, null, out var start) ? start : null;
    }
}
