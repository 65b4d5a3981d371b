using System.Collections.Generic;

namespace IpMsg.Node.Download;

/// <summary>What a fetch brought.</summary>
/// <param name="Path">The full path of the file or folder.</param>
/// <param name="IsFolder">True for a folder.</param>
/// <param name="Bytes">Its contents.</param>
/// <param name="Entries">Its files and folders, itself counted.</param>
public sealed record DownloadResult(string Path, bool IsFolder, long Bytes, long Entries)
{
    /// <summary>The most <see cref="Names"/> that are listed.</summary>
    public const int MaxNames = 1000;

    /// <summary>The first entries that were renamed or left out.</summary>
    public IReadOnlyList<RenamedEntry> Names { get; init; } = [];

    /// <summary>How many entries were renamed or left out.</summary>
    public long ChangedNames { get; init; }

    /// <summary>How much was there from an earlier fetch; 0 when everything was fetched now.</summary>
    public long ResumedAt { get; init; }

    /// <summary>Why what an earlier fetch left behind could not be used; null when it was used, or there was nothing.</summary>
    public string? RestartedBecause { get; init; }
}
