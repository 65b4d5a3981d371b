namespace IpMsg.Node.Download;

/// <summary>The progress of a transfer.</summary>
/// <param name="Bytes">The content bytes so far, including those of a resumed download.</param>
/// <param name="Total">The size in bytes; null for folders, whose size is unknown.</param>
/// <param name="Entries">The files and folders so far, including the current one.</param>
/// <param name="Name">The current entry's name as received.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total, long Entries, string Name);
