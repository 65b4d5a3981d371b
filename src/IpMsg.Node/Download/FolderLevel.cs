using System;
using System.IO;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>One of the folders that a stream is in.</summary>
/// <param name="handle">The folder.</param>
/// <param name="path">Its path, relative to the target folder.</param>
/// <param name="pathBytes">The length of its full path in its final place, in UTF-8.</param>
/// <param name="metadata">What its sender says of it.</param>
/// <param name="rules">What names have to be like.</param>
internal sealed class FolderLevel(FolderHandle handle, string path, int pathBytes, FileMetadata metadata, NameRules rules) : IDisposable
{
    // What the systems take in one piece, less the NUL at its end.
    private static readonly int s_maxPath = Platform.IsWindows ? 32_000 : Platform.IsMac ? 1023 : 4095;

    private readonly UniqueEntryNames _names = new(rules);

    /// <summary>Makes a folder in this one.</summary>
    internal FolderLevel Enter(in FolderRecord record, DownloadFailures failures, RenamedEntries renamed)
    {
        var folderTraits = new FileMetadata(record.Flags, record.ExtendedAttributes);
        string name = Name(record, isFolder: true, failures, renamed, candidate => handle.TryCreateFolder(candidate, folderTraits.FolderMode));
        return new FolderLevel(handle.Enter(name), path + "/" + name, LengthWith(name, failures), folderTraits, rules);
    }

    /// <summary>Makes a file in this folder.</summary>
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

    /// <summary>Sets the folder's own traits, now that nothing more comes into it.</summary>
    internal void Finish(ExtendedAttributes onLeaving) => metadata.Finish(handle, onLeaving);

    public void Dispose() => handle.Dispose();

    // The rules say which names are the same, and where the disk finds more of them the same, it is believed.
    private string Name(in FolderRecord record, bool isFolder, DownloadFailures failures, RenamedEntries renamed, Func<string, bool> tryMake)
    {
        var safe = SafeFileName.Of(record.Name, rules);
        if (safe.Name is null)
            throw failures.Rejected(record.Name, safe.Flaws);
        string? name = _names.Reserve(safe.Name, isFolder);
        while (name is not null && !tryMake(name))
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
