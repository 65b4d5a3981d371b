using System.Collections.Generic;

namespace IpMsg.Node.Download;

/// <summary>The result of a download.</summary>
/// <param name="Path">The full path of the file or folder.</param>
/// <param name="IsFolder">True for a folder.</param>
/// <param name="Bytes">The size of the contents.</param>
/// <param name="Entries">The number of files and folders, including the attachment itself.</param>
public sealed record DownloadResult(string Path, bool IsFolder, long Bytes, long Entries)
{
    /// <summary>The maximum length of <see cref="Names"/>.</summary>
    public const int MaxNames = 1000;

    /// <summary>The first renamed or skipped entries.</summary>
    public IReadOnlyList<RenamedEntry> Names { get; init; } = [];

    /// <summary>The number of renamed or skipped entries.</summary>
    public long ChangedNames { get; init; }

    /// <summary>The number of bytes from an earlier download; 0 when everything was downloaded now.</summary>
    public long ResumedAt { get; init; }

    /// <summary>Why an earlier download could not be resumed; null when it was resumed or there was none.</summary>
    public string? RestartedBecause { get; init; }
}
