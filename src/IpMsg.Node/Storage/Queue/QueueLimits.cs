using System;

namespace IpMsg.Node.Storage.Queue;

/// <summary>The limits of a queue. They keep a script that sends to somebody who never comes from filling the disk.</summary>
internal sealed record QueueLimits
{
    /// <summary>How long a message waits when the user says nothing else.</summary>
    internal static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    /// <summary>How long a message is shown after its end.</summary>
    internal static readonly TimeSpan KeepTime = TimeSpan.FromDays(7);

    /// <summary>The longest file that is read: text, datagram and names need less than half of it.</summary>
    internal const int MaxEntryBytes = 1 << 20;

    /// <summary>The maximum number of messages.</summary>
    internal int MaxMessages { get; init; } = 1_000;

    /// <summary>The maximum of all files together in bytes.</summary>
    internal long MaxBytes { get; init; } = 64 << 20;

    /// <summary>The clock.</summary>
    internal Func<DateTimeOffset> Clock { get; init; } = static () => DateTimeOffset.UtcNow;
}
