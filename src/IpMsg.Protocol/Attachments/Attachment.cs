using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>A file, folder or image that a message offers.</summary>
/// <param name="Id">Decimal in the list, hex in requests (R76).</param>
/// <param name="Name">The name as received: for <see cref="SafeFileName"/>, not for a disk.</param>
/// <param name="Size">Bytes; of folders it says nothing.</param>
/// <param name="Kind">What it is.</param>
public sealed record Attachment(uint Id, string Name, long Size, FileKind Kind)
{
    /// <summary>Its options.</summary>
    public FileFlags Flags { get; init; }

    /// <summary>When its contents changed; null when unknown.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Its extended attributes.</summary>
    public ExtendedAttributes ExtendedAttributes { get; init; } = ExtendedAttributes.None;

    /// <summary>Kind and options as one word.</summary>
    internal ulong AttributeWord => (ulong)Flags | (ulong)Kind;
}
