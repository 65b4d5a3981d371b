using System;
using System.Threading;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>Which messages of a history are wanted. All conditions hold together; absent ones always do.</summary>
internal sealed record HistoryQuery
{
    /// <summary>Whether a message with this sender, or with this recipient among its recipients, is wanted.</summary>
    internal Func<HistoryPeer, bool>? With { get; init; }

    /// <summary>What the text contains, letter case aside (ordinal).</summary>
    internal string? Text { get; init; }

    /// <summary>Not before this time.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>Before this time.</summary>
    internal DateTimeOffset? Before { get; init; }

    /// <summary>No more than so many, the oldest; null for all.</summary>
    internal int? First { get; init; }

    /// <summary>No more than so many, the newest; null for all. Not together with <see cref="First"/>.</summary>
    internal int? Last { get; init; }

    /// <summary>Ends the read between two segments.</summary>
    internal CancellationToken Stop { get; init; }
}
