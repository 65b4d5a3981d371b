namespace IpMsg.Node.Upload;

/// <summary>A step on the way through a folder.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="Entry">The folder or file.</param>
internal readonly record struct FolderStep(FolderStepKind Kind, DiskEntry Entry);

/// <summary>Which way a step leads.</summary>
internal enum FolderStepKind
{
    /// <summary>Into a folder.</summary>
    Enter,
    /// <summary>To a file.</summary>
    File,
    /// <summary>To something that cannot be read.</summary>
    Unreadable,
    /// <summary>Out of a folder.</summary>
    Leave,
}
