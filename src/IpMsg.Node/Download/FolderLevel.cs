using System;
using System.IO;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>An open folder of the stream.</summary>
/// <param name="handle">The folder.</param>
/// <param name="path">The path relative to the target folder.</param>
/// <param name="pathBytes">The length of the full path at the destination, in bytes of UTF-8.</param>
/// <param name="metadata">The received metadata.</param>
/// <param name="rules">The platform's name rules.</param>
internal sealed class FolderLevel(FolderHandle handle, string path, int pathBytes, FileMetadata metadata, NameRules rules) : IDisposable
{
    // The longest path that the system accepts, without the NUL at its end: PATH_MAX, 1,024 bytes in sys/syslimits.h of macOS (intro(2),
    // ENAMETOOLONG) and 4,096 on Linux.
    private static readonly int s_maxPath = Platform.IsWindows ? 32_000 : Platform.IsMac ? 1023 : 4095;

    private readonly UniqueEntryNames _names = new(rules);

    /// <summary>Creates a folder in this one.</summary>
    internal FolderLevel Enter(in FolderRecord record, DownloadFailures failures, RenamedEntries renamed)
    {
        var inner = new FileMetadata(record.Flags, record.ExtendedAttributes);
        int mode = inner.FolderMode;
        string name = Name(record, isFolder: true, failures, renamed, candidate => handle.TryCreateFolder(candidate, mode));
        return new FolderLevel(handle.Enter(name), path + "/" + name, LengthWith(name, failures), inner, rules);
    }

    /// <summary>Creates a file in this folder.</summary>
    internal NewFile Create(in FolderRecord record, DownloadFailures failures, RenamedEntries renamed)
    {
        NewFile? file = null;
        int mode = new FileMetadata(record.Flags, record.ExtendedAttributes).FileMode;
        Name(record, isFolder: false, failures, renamed, candidate =>
        {
            LengthWith(candidate, failures);
            try
            {
                file = handle.Create(candidate, mode);
            }
            catch (IOException) when (handle.KindOf(candidate) != EntryKind.None)
            {
            }
            return file is not null;
        });
        return file!;
    }

    /// <summary>Sets the folder's own metadata. Its contents are complete.</summary>
    internal void Finish(ExtendedAttributes onLeaving) => metadata.Finish(handle, onLeaving);

    public void Dispose() => handle.Dispose();

    // The rules say which names are equal. Where the disk considers more names equal, the disk decides.
    private string Name(
        in FolderRecord record, bool isFolder, DownloadFailures failures, RenamedEntries renamed, Func<string, bool> tryCreate)
    {
        var safe = SafeFileName.Of(record.Name, rules);
        if (safe.Name is null)
            throw failures.Rejected(record.Name, safe.Flaws);
        string? name = _names.Reserve(safe.Name, isFolder);
        while (name is not null && !tryCreate(name))
            name = _names.Reserve(safe.Name, isFolder, candidate => handle.KindOf(candidate) != EntryKind.None);
        if (name is null)
            throw new IOException($"There is no free name like '{handle.Shown(safe.Name)}'.");
        if (!ReferenceEquals(name, record.Name) && name != record.Name)
            renamed.Add(record.Name, path + "/" + name, safe.Flaws);
        return name;
    }

    private int LengthWith(string name, DownloadFailures failures)
    {
        int length = pathBytes + 1 + Encoding.UTF8.GetByteCount(name);
        return length <= s_maxPath ? length : throw failures.PathTooLong(handle.Path);
    }
}
