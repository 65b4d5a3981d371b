namespace IpMsg.Node.Upload;

/// <summary>A step of a walk through a folder.</summary>
/// <param name="Kind">The kind of the step.</param>
/// <param name="Entry">The folder or file.</param>
internal readonly record struct FolderStep(FolderStepKind Kind, DiskEntry Entry);

/// <summary>The kinds of steps.</summary>
internal enum FolderStepKind
{
    /// <summary>Enters a folder.</summary>
    Enter,
    /// <summary>A file.</summary>
    File,
    /// <summary>An unreadable entry.</summary>
    Unreadable,
    /// <summary>Leaves a folder.</summary>
    Leave,
}
