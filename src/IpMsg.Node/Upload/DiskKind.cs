namespace IpMsg.Node.Upload;

/// <summary>What a path names.</summary>
internal enum DiskKind
{
    /// <summary>Nothing.</summary>
    Missing,
    /// <summary>Something that we may not even look at.</summary>
    Unreadable,
    /// <summary>A file.</summary>
    File,
    /// <summary>A folder.</summary>
    Folder,
    /// <summary>A symbolic link or junction.</summary>
    Link,
    /// <summary>A device, pipe or socket: reading it may never end.</summary>
    Other,
}
