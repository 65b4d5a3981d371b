using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Upload;

/// <summary>Where an offered file or folder is.</summary>
/// <param name="Path">The path that the user gave, in full.</param>
/// <param name="Entry">The file or folder as it was when it was offered.</param>
internal sealed record OfferedSource(string Path, DiskEntry Entry)
{
    internal bool IsFolder => Entry.Kind == EntryKind.Folder;

    /// <summary>
    /// True when the contents that were offered are still there: the folder, or the file, which may have grown since.
    /// </summary>
    internal bool IsIn(DiskEntry now) => IsFolder ? now.Kind == EntryKind.Folder : Entry.HasAtLeastItsContentsIn(now);
}
