using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Upload;

/// <summary>The current state of a file or folder on disk.</summary>
internal sealed record DiskEntry(string Path, EntryKind Kind)
{
    internal string Name => System.IO.Path.GetFileName(Path);

    internal long Length { get; init; }

    internal DateTimeOffset Modified { get; init; }

    internal DateTimeOffset? Accessed { get; init; }

    /// <summary>The creation time; null where the file system has none.</summary>
    internal DateTimeOffset? Created { get; init; }

    internal FileFlags Flags { get; init; }

    /// <summary>Permissions and owners; null on Windows.</summary>
    internal (uint Permissions, uint User, uint Group)? Unix { get; init; }

    /// <summary>What the file system tells the file from all others by; null for folders on Windows, and where it has nothing.</summary>
    internal (long, long, long)? Identity { get; init; }

    /// <summary>Looks at a path; never throws.</summary>
    internal static DiskEntry At(string path, bool followsLink = false)
    {
        try
        {
            return Platform.IsWindows ? OnWindows(path, followsLink) : OnUnix(path, followsLink);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new DiskEntry(path, EntryKind.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or NotSupportedException or ArgumentException)
        {
            return new DiskEntry(path, EntryKind.Unreadable);
        }
    }

    /// <summary>
    /// True when the other is the same file, unchanged or longer, as far as lengths and times tell: a log gets lines while it is offered
    /// and sent. A file that another one has replaced has another identity. Unix may give it the old identity again, but then another time
    /// of creation.
    /// </summary>
    internal bool HasAtLeastItsContentsIn(DiskEntry other) => other.Kind == Kind
        && (other.Length == Length && other.Modified == Modified
            || other.Length > Length && other.Identity == Identity && other.Created == Created);

    private static DiskEntry OnUnix(string path, bool followsLink)
    {
        if (SystemNative.GetStatus(path, followsLink, out var status) != 0)
            return new DiskEntry(path, LibC.LastError is LibC.NoSuchFile or LibC.NoFolder ? EntryKind.None : EntryKind.Unreadable);
        return new DiskEntry(path, (status.Mode & SystemNative.TypeMask) switch
        {
            SystemNative.Regular => EntryKind.File,
            SystemNative.Folder => EntryKind.Folder,
            SystemNative.Link => EntryKind.Link,
            _ => EntryKind.Other,
        })
        {
            Length = status.Length,
            Modified = Time(status.Modified, status.ModifiedNanoseconds),
            Accessed = Time(status.Accessed, status.AccessedNanoseconds),
            Created = status.HasBirth ? Time(status.Born, status.BornNanoseconds) : null,
            Flags = (status.Mode & 0x92) == 0 ? FileFlags.ReadOnly : FileFlags.None, // 0222
            Identity = status.Identity,
            Unix = ((uint)status.Mode & 0xFFF, status.User, status.Group),
        };
    }

    private static DateTimeOffset Time(long seconds, long nanoseconds)
    {
        // A damaged disk can return any value; clamp it instead of throwing.
        const long first = -62_135_596_800, last = 253_402_300_799;
        return DateTimeOffset.FromUnixTimeSeconds(Math.Max(first, Math.Min(last, seconds))).AddTicks(nanoseconds / 100);
    }

    private static DiskEntry OnWindows(string path, bool followsLink)
    {
        // A name that Windows would take for a device, or would cut, is that of an entry of a folder here.
        string exact = WindowsPath.ForCalls(path);
        // NUL, COM1 and pipes.
        if (System.IO.Path.GetFullPath(exact).StartsWith(@"\\.\", StringComparison.Ordinal))
            return new DiskEntry(path, EntryKind.Other);
        var attributes = File.GetAttributes(exact);
        if ((attributes & FileAttributes.ReparsePoint) != 0 && RealPath.Of(path) is { } real && !IsSame(real, path))
            return followsLink ? OnWindows(real, false) with { Path = path } : new DiskEntry(path, EntryKind.Link);
        bool isFolder = (attributes & FileAttributes.Directory) != 0;
        FileSystemInfo info = isFolder ? new DirectoryInfo(exact) : new FileInfo(exact);
        bool isDevice = (attributes & FileAttributes.Device) != 0;
        return new DiskEntry(path, isFolder ? EntryKind.Folder : isDevice ? EntryKind.Other : EntryKind.File)
        {
            Length = info is FileInfo file ? file.Length : 0,
            Modified = info.LastWriteTimeUtc,
            Accessed = info.LastAccessTimeUtc,
            Created = info.CreationTimeUtc,
            Flags = FlagsOf(attributes),
            Identity = isFolder || isDevice ? null : WindowsFileIdentity.At(path),
        };
    }

    // Cloud folders and deduplicated volumes use reparse points that are not links.
    private static bool IsSame(string real, string path) =>
        string.Equals(System.IO.Path.GetFileName(real), System.IO.Path.GetFileName(path), StringComparison.OrdinalIgnoreCase)
        && System.IO.Path.GetDirectoryName(path) is { } parent && RealPath.Of(parent) is { } realParent
        && string.Equals(System.IO.Path.GetDirectoryName(real), realParent, StringComparison.OrdinalIgnoreCase);

    private static FileFlags FlagsOf(FileAttributes attributes)
    {
        var flags = FileFlags.None;
        if ((attributes & (FileAttributes.ReadOnly | FileAttributes.Directory)) == FileAttributes.ReadOnly)
            flags |= FileFlags.ReadOnly;
        if ((attributes & FileAttributes.Hidden) != 0)
            flags |= FileFlags.Hidden;
        if ((attributes & FileAttributes.System) != 0)
            flags |= FileFlags.System;
        return flags;
    }
}
