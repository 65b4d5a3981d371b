namespace IpMsg.Node.Storage.Folders;

/// <summary>The kind of an entry on disk.</summary>
internal enum EntryKind
{
    /// <summary>There is no such entry.</summary>
    None,
    /// <summary>An entry that the user may not examine; only in <see cref="Upload.DiskEntry"/>.</summary>
    Unreadable,
    /// <summary>A file. <see cref="FolderHandle.KindOf"/> returns it for devices, pipes and sockets too.</summary>
    File,
    /// <summary>A folder, but no link to one.</summary>
    Folder,
    /// <summary>A symbolic link or junction, whether its target exists or not.</summary>
    Link,
    /// <summary>A device, pipe or socket, whose read may never end; only in <see cref="Upload.DiskEntry"/>.</summary>
    Other,
}
