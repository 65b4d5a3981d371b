namespace IpMsg.Protocol.Attachments;

/// <summary>A record of a folder stream without its contents.</summary>
/// <param name="Name">The name as received. Pass it through <see cref="SafeFileName"/> before you use it on a disk.</param>
/// <param name="Size">The number of content bytes that follow; 0 for folders and their ends.</param>
/// <param name="Kind">The type.</param>
/// <param name="Flags">The option bits.</param>
/// <param name="ExtendedAttributes">The extended attributes. The end of a folder carries the attributes of that folder (R82).</param>
public readonly record struct FolderRecord(string Name, long Size, FileKind Kind, FileFlags Flags, ExtendedAttributes ExtendedAttributes);
