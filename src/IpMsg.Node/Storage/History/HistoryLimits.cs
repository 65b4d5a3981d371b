using System;

namespace IpMsg.Node.Storage.History;

/// <summary>The limits of a store. Messages that nobody has taken stay, however old they are.</summary>
internal sealed record HistoryLimits
{
    /// <summary>The default size in bytes at which a segment is closed and the next one begins.</summary>
    internal const int DefaultSegmentBytes = 4 << 20;

    /// <summary>The default maximum size of a store in bytes: about four million messages.</summary>
    internal const long DefaultMaxBytes = 2L << 30;

    /// <summary>
    /// The maximum number of messages that wait for the disk: more than each part of an inbox may have on its way there (R119), and sent
    /// ones.
    /// </summary>
    internal const int MaxQueued = 20_480;

    /// <summary>The maximum number of updates that wait for the disk.</summary>
    internal const int MaxQueuedUpdates = 65_536;

    /// <summary>The maximum number of messages that are written and flushed together.</summary>
    internal const int MaxBatch = 1_024;

    /// <summary>The default maximum age of a message: ten years.</summary>
    internal static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(3653);

    /// <summary>The age at which a small segment is closed, so that age limits work where there are few messages.</summary>
    internal static readonly TimeSpan MaxSegmentAge = TimeSpan.FromDays(31);

    // Clocks are set by minutes all the time, and by hours in wrong time zones.
    private static readonly TimeSpan s_maxLead = TimeSpan.FromDays(1);

    /// <summary>How long a removed message is remembered, to recognise a duplicate.</summary>
    internal static readonly TimeSpan DuplicateMemory = TimeSpan.FromMinutes(10);

    /// <summary>The size in bytes at which a segment is closed.</summary>
    internal int SegmentBytes { get; init; } = DefaultSegmentBytes;

    /// <summary>The maximum size of all segments in bytes; null for no limit.</summary>
    internal long? MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>The maximum age; null for no limit.</summary>
    internal TimeSpan? MaxAge { get; init; } = DefaultMaxAge;

    /// <summary>
    /// True for a segment that is to be closed: it began a month ago, or while the clock was ahead, so that it would stay the current one
    /// until the clock is there again.
    /// </summary>
    internal static bool IsOld(DateTimeOffset begun, DateTimeOffset now) => now - begun >= MaxSegmentAge || begun - now > s_maxLead;

    /// <summary>The clock by which ages are judged.</summary>
    internal Func<DateTimeOffset> Clock { get; init; } = static () => DateTimeOffset.UtcNow;
}
