namespace IpMsg.Node.Storage.Folders;

/// <summary>What stands under a name in a folder.</summary>
internal enum EntryKind
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>A file, or what else is neither folder nor link.</summary>
    File,
    /// <summary>A real folder.</summary>
    Folder,
    /// <summary>A link, wherever it leads and whether there is anything.</summary>
    Link,
}
