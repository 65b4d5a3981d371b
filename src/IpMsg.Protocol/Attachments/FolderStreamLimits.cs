namespace IpMsg.Protocol.Attachments;

/// <summary>How much a folder stream may ask of us. Where it ends, the transfer fails.</summary>
public sealed record FolderStreamLimits
{
    /// <summary>The longest header in bytes. Clients write up to 1,022.</summary>
    public int MaxHeader { get; init; } = 4096;

    /// <summary>The most folders within each other, counting the one that was asked for.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>The most files and folders.</summary>
    public long MaxEntries { get; init; } = 1_000_000;

    /// <summary>The most bytes of contents.</summary>
    public long MaxSize { get; init; } = long.MaxValue;
}
