using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Upload;

/// <summary>The extended attributes of a file on disk (docs/protocol/constants.md#extended-file-attributes).</summary>
internal static class FileDetails
{
    /// <summary>All attributes, for the attachment list, and that the file is served encrypted from an offset too (R106).</summary>
    internal static ExtendedAttributes All(DiskEntry entry)
    {
        var attributes = new List<ExtendedAttribute>(9) { new(ExtendedAttributeKey.Modified, entry.Modified) };
        if (entry.Kind == EntryKind.File)
            attributes.Add(ExtendedAttribute.EncryptedOffsets);
        if (entry.Created is { } created)
            attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.Created, created));
        if (entry.Accessed is { } accessed)
            attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.Accessed, accessed));
        if (entry.Unix is { } unix)
        {
            attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.UserId, unix.User));
            attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.GroupId, unix.Group));
            attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.Permissions, unix.Permissions));
            if (SystemNative.UserName(unix.User) is { Length: > 0 } user)
                attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.UserName, user));
            if (SystemNative.GroupName(unix.Group) is { Length: > 0 } group)
                attributes.Add(new ExtendedAttribute(ExtendedAttributeKey.GroupName, group));
        }
        return new ExtendedAttributes([.. attributes]);
    }

    /// <summary>The attributes that a copy needs, for folder records, which should be short.</summary>
    internal static ExtendedAttributes Brief(DiskEntry entry)
    {
        var modified = new ExtendedAttribute(ExtendedAttributeKey.Modified, entry.Modified);
        // Without a list or loops, because a folder can need ten thousand of these.
        return (entry.Created, entry.Unix) switch
        {
            ({ } created, { } unix) => new ExtendedAttributes(
                modified, new(ExtendedAttributeKey.Created, created), new(ExtendedAttributeKey.Permissions, unix.Permissions)),
            ({ } created, null) => new ExtendedAttributes(modified, new ExtendedAttribute(ExtendedAttributeKey.Created, created)),
            (null, { } unix) => new ExtendedAttributes(modified, new ExtendedAttribute(ExtendedAttributeKey.Permissions, unix.Permissions)),
            _ => new ExtendedAttributes(modified),
        };
    }
}
