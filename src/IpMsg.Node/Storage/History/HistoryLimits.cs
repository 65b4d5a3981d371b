using System;

namespace IpMsg.Node.Storage.History;

/// <summary>How much a store keeps. What nobody has taken stays, however old it is.</summary>
internal sealed record HistoryLimits
{
    /// <summary>At which size in bytes a segment is closed and the next one begun.</summary>
    internal const int DefaultSegmentBytes = 4 << 20;

    /// <summary>The most bytes of a store: some four million messages.</summary>
    internal const long DefaultMaxBytes = 2L << 30;

    /// <summary>The most messages that may wait for the disk.</summary>
    internal const int MaxQueued = 4_096;

    /// <summary>The most later lines that may wait for the disk.</summary>
    internal const int MaxQueuedUpdates = 65_536;

    /// <summary>The most messages that are written and flushed together.</summary>
    internal const int MaxBatch = 1_024;

    /// <summary>The age of the oldest message: ten years.</summary>
    internal static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(3653);

    /// <summary>When a segment is closed though it is small, so that age counts where little is said.</summary>
    internal static readonly TimeSpan MaxSegmentAge = TimeSpan.FromDays(31);

    /// <summary>How long a repetition of a removed message is still recognised.</summary>
    internal static readonly TimeSpan DuplicateMemory = TimeSpan.FromMinutes(10);

    /// <summary>At which size in bytes a segment is closed.</summary>
    internal int SegmentBytes { get; init; } = DefaultSegmentBytes;

    /// <summary>The most bytes of all segments; null for no limit.</summary>
    internal long? MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>The greatest age; null for no limit.</summary>
    internal TimeSpan? MaxAge { get; init; } = DefaultMaxAge;
}
