using System;
using System.IO;
using System.Text;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>One of the folders that a stream is in.</summary>
/// <param name="handle">The folder.</param>
/// <param name="path">Its path, relative to the target folder.</param>
/// <param name="pathBytes">The length of its full path in its final place, in UTF-8.</param>
/// <param name="traits">What its sender says of it.</param>
/// <param name="rules">What names have to be like.</param>
internal sealed class FolderLevel(FolderHandle handle, string path, int pathBytes, FileTraits traits, NameRules rules) : IDisposable
{
    // What the systems take in one piece, less the NUL at its end.
    private static readonly int s_longestPath = Platform.IsWindows ? 32_000 : Platform.IsMac ? 1023 : 4095;

    private readonly EntryNames _names = new(rules);

    /// <summary>Makes a folder in this one.</summary>
    internal FolderLevel Enter(in FolderRecord record, FetchErrors errors, FetchNotes notes)
    {
        var folderTraits = new FileTraits(record.Flags, record.Extras);
        string name = Name(record, isFolder: true, errors, notes, candidate => handle.TryMake(candidate, folderTraits.FolderMode));
        return new FolderLevel(handle.Enter(name), path + "/" + name, LengthWith(name, errors), folderTraits, rules);
    }

    /// <summary>Makes a file in this folder.</summary>
    internal NewFile Create(in FolderRecord record, FetchErrors errors, FetchNotes notes)
    {
        NewFile? file = null;
        int mode = new FileTraits(record.Flags, record.Extras).FileMode;
        Name(record, isFolder: false, errors, notes, candidate =>
        {
            LengthWith(candidate, errors);
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

    /// <summary>Notes what is left out.</summary>
    internal void PassOver(in FolderRecord record, FetchNotes notes) => notes.Add(record.Name, null, NameFlaws.None);

    /// <summary>Sets the folder's own traits, now that nothing more comes into it.</summary>
    internal void Finish(FileExtras onLeaving) => traits.Finish(handle, onLeaving);

    public void Dispose() => handle.Dispose();

    // The rules say which names are the same, and where the disk finds more of them the same, it is believed.
    private string Name(in FolderRecord record, bool isFolder, FetchErrors errors, FetchNotes notes, Func<string, bool> tryMake)
    {
        var safe = SafeFileName.Of(record.Name, rules);
        if (safe.Name is null)
            throw errors.Rejected(record.Name, safe.Flaws);
        string? name = _names.Take(safe.Name, isFolder);
        while (name is not null && !tryMake(name))
            name = _names.Take(safe.Name, isFolder, candidate => handle.KindOf(candidate) != EntryKind.None);
        if (name is null)
            throw new IOException($"There is no free name like '{handle.Shown(safe.Name)}'.");
        if (!ReferenceEquals(name, record.Name) && name != record.Name)
            notes.Add(record.Name, path + "/" + name, safe.Flaws);
        return name;
    }

    private int LengthWith(string name, FetchErrors errors)
    {
        int length = pathBytes + 1 + Encoding.UTF8.GetByteCount(name);
        return length <= s_longestPath ? length : throw errors.PathTooLong(handle.Path);
    }
}
