namespace IpMsg.Protocol.Attachments;

/// <summary>One record of a folder stream, without its contents.</summary>
/// <param name="Name">The name as received: for <see cref="SafeFileName"/>, not for a disk.</param>
/// <param name="Size">Bytes of contents that follow; 0 for folders and their ends.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Flags">Its options.</param>
/// <param name="ExtendedAttributes">Its extended attributes; those of the end of a folder describe the folder that is left (R82).</param>
public readonly record struct FolderRecord(string Name, long Size, FileKind Kind, FileFlags Flags, ExtendedAttributes ExtendedAttributes);
