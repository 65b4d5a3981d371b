namespace IpMsg.Node.Download;

/// <summary>How far a transfer is.</summary>
/// <param name="Bytes">Contents so far, with what was there from an earlier fetch.</param>
/// <param name="Total">All of them; null for folders, which do not say.</param>
/// <param name="Entries">Files and folders so far, the current one counted.</param>
/// <param name="Name">The current one, as its sender calls it.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total, long Entries, string Name);
