using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.Node.Queueing;

/// <summary>Options of the queue of messages for members that are away.</summary>
internal sealed record QueueOptions
{
    /// <summary>The data folder; null for that of IPMSG_DATAPATH, else the user's own.</summary>
    internal string? DataPath { get; init; }

    /// <summary>The limits.</summary>
    internal QueueLimits Limits { get; init; } = new();

    /// <summary>The disk; null for the real one. Tests replace it.</summary>
    internal IStoreFiles? Files { get; init; }
}
