using System.Collections.Generic;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>The extended attributes that a file really has (6.2).</summary>
internal static class FileDetails
{
    /// <summary>All of them, for the attachment list.</summary>
    internal static FileExtras All(DiskEntry entry)
    {
        var extras = new List<FileExtra>(8) { new(FileExtraKey.Modified, entry.Modified) };
        if (entry.Created is { } created)
            extras.Add(new FileExtra(FileExtraKey.Created, created));
        if (entry.Accessed is { } accessed)
            extras.Add(new FileExtra(FileExtraKey.Accessed, accessed));
        if (entry.Unix is { } unix)
        {
            extras.Add(new FileExtra(FileExtraKey.UserId, unix.User));
            extras.Add(new FileExtra(FileExtraKey.GroupId, unix.Group));
            extras.Add(new FileExtra(FileExtraKey.Permissions, unix.Permissions));
            if (SystemNative.UserName(unix.User) is { Length: > 0 } user)
                extras.Add(new FileExtra(FileExtraKey.UserName, user));
            if (SystemNative.GroupName(unix.Group) is { Length: > 0 } group)
                extras.Add(new FileExtra(FileExtraKey.GroupName, group));
        }
        return new FileExtras([.. extras]);
    }

    /// <summary>What matters to a copy, for the records of a folder: they may be many, and each is to be short.</summary>
    internal static FileExtras Brief(DiskEntry entry)
    {
        var modified = new FileExtra(FileExtraKey.Modified, entry.Modified);
        // Spelt out, for it is done ten thousand times a folder.
        return (entry.Created, entry.Unix) switch
        {
            ({ } created, { } unix) => new FileExtras(modified, new(FileExtraKey.Created, created), new(FileExtraKey.Permissions, unix.Permissions)),
            ({ } created, null) => new FileExtras(modified, new FileExtra(FileExtraKey.Created, created)),
            (null, { } unix) => new FileExtras(modified, new FileExtra(FileExtraKey.Permissions, unix.Permissions)),
            _ => new FileExtras(modified),
        };
    }
}
