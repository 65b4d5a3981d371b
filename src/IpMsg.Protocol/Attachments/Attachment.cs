using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>A file, folder or image that a message offers.</summary>
/// <param name="Id">The id: decimal in the list, hex in requests (R76).</param>
/// <param name="Name">The name as received. Pass it through <see cref="SafeFileName"/> before you use it on a disk.</param>
/// <param name="Size">The size in bytes; 0 for folders.</param>
/// <param name="Kind">The type.</param>
public sealed record Attachment(uint Id, string Name, long Size, FileKind Kind)
{
    /// <summary>The option bits.</summary>
    public FileFlags Flags { get; init; }

    /// <summary>The time of the last change of the contents; null when unknown.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The extended attributes.</summary>
    public ExtendedAttributes ExtendedAttributes { get; init; } = ExtendedAttributes.None;

    /// <summary>
    /// True for a file that its owner also serves encrypted from an offset (R106). Without it, do not ask for one: other clients send
    /// wrong bytes.
    /// </summary>
    public bool HasEncryptedOffsets => Kind == FileKind.Regular
        && ExtendedAttributes.Number(ExtendedAttributeKey.EncryptedOffsets) == ExtendedAttribute.EncryptedOffsets.Number;

    /// <summary>Type and option bits as one attribute word.</summary>
    internal ulong AttributeWord => (ulong)Flags | (ulong)Kind;
}
