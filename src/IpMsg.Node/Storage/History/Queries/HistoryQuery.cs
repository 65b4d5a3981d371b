using System;
using System.Threading;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>A query of a history. All conditions must hold; null conditions always do.</summary>
internal sealed record HistoryQuery
{
    /// <summary>Selects messages by their sender, or by any of their recipients.</summary>
    internal Func<HistoryPeer, bool>? With { get; init; }

    /// <summary>A part of the text; ordinal, case-insensitive.</summary>
    internal string? Text { get; init; }

    /// <summary>The earliest time.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>The end of the time range (exclusive).</summary>
    internal DateTimeOffset? Before { get; init; }

    /// <summary>The maximum number of messages, oldest first; null for all.</summary>
    internal int? First { get; init; }

    /// <summary>The maximum number of messages, newest first; null for all. Do not combine it with <see cref="First"/>.</summary>
    internal int? Last { get; init; }

    /// <summary>Ends the read between two segments.</summary>
    internal CancellationToken Stop { get; init; }
}
