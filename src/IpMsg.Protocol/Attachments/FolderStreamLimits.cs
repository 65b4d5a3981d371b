namespace IpMsg.Protocol.Attachments;

/// <summary>The limits of a folder stream. The transfer fails where it exceeds one.</summary>
public sealed record FolderStreamLimits
{
    /// <summary>The maximum header length in bytes. Clients write up to 1,022.</summary>
    public int MaxHeader { get; init; } = 4096;

    /// <summary>The maximum nesting of folders, including the requested one.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>The maximum number of files and folders.</summary>
    public long MaxEntries { get; init; } = 1_000_000;

    /// <summary>The maximum size of all contents in bytes.</summary>
    public long MaxSize { get; init; } = long.MaxValue;
}
