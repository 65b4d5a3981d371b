using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Download;

/// <summary>
/// What a sender says of a file besides its contents, as far as it is put on the disk: times everywhere, permissions on Unix, hidden,
/// system and archive flags on Windows, read-only on both. Permissions are those the sender gives, less what the user's own mask takes from
/// every new file, and never less than the user needs to read and replace it; the bits that run a file as somebody else are never set.
/// </summary>
internal readonly struct FileMetadata
{
    private const int All = 0x1FF, OwnFile = 0x180, OwnFolder = 0x1C0, Writes = 0x92; // 0777, 0600, 0700, 0222

    private readonly FileFlags _flags;
    private readonly ulong? _permissions;
    private readonly DateTimeOffset? _created, _accessed, _modified;

    internal FileMetadata(FileFlags flags, ExtendedAttributes attributes, DateTimeOffset? modified = null)
    {
        _flags = flags;
        _permissions = attributes.Permissions;
        _created = attributes.Created;
        _accessed = attributes.Accessed;
        _modified = attributes.Modified ?? modified;
    }

    /// <summary>The mode to make a folder with; the system applies the user's mask.</summary>
    internal int FolderMode => _permissions is { } mode ? (int)(mode & All) | OwnFolder : All;

    /// <summary>The mode to make a file with; the system applies the user's mask.</summary>
    internal int FileMode => ModeUnder(0);

    /// <summary>Closes a file that is whole, its traits set.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mask">The user's mask.</param>
    internal void Close(FileStream file, int mask)
    {
        if (!Platform.IsWindows && HasMode)
            LibCFiles.SetMode(file.SafeFileHandle, ModeUnder(mask));
        Close(file, file.SafeFileHandle, file.Name);
    }

    /// <summary>The same for a file that was made with its <see cref="FileMode"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mask">The user's mask.</param>
    internal void Close(NewFile file, int mask)
    {
        // Only a mask that takes from the user himself has taken too much, or one that was not his.
        if (!Platform.IsWindows && HasMode && ((mask & OwnFile) != 0 || !LibCFiles.CanReadMask))
            LibCFiles.SetMode(file.Handle, ModeUnder(mask));
        Close(file, file.Handle, file.Path);
    }


    /// <summary>Sets a folder's traits when nothing more will be put into it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onLeaving">What was said of it at its end, which counts for more.</param>
    internal void Finish(FolderHandle folder, ExtendedAttributes onLeaving)
    {
        folder.SetTimes(onLeaving.Created ?? _created, onLeaving.Accessed ?? _accessed, onLeaving.Modified ?? _modified);
        // Read-only means something else for folders.
        if (Platform.IsWindows)
            SetFlags(folder.Path, FileFlags.Hidden | FileFlags.System);
    }

    private bool IsReadOnly => (_flags & FileFlags.ReadOnly) != 0;

    private bool HasMode => _permissions is not null || IsReadOnly;

    private int ModeUnder(int mask)
    {
        int mode = (int)((_permissions ?? NewFile.UsualMode) & All) & ~mask | (HasMode ? OwnFile : 0);
        return IsReadOnly ? mode & ~Writes : mode;
    }

    private void Close(IDisposable file, SafeFileHandle handle, string path)
    {
        if (!Platform.IsWindows && !Platform.IsMac && (_accessed is not null || _modified is not null))
            LibCFiles.SetTimes(handle, _accessed, _modified);
        file.Dispose();
        // A Mac also knows when a file was made, and takes that by its path alone.
        if (Platform.IsWindows || Platform.IsMac)
            PathTimes.SetFile(path, _created, _accessed, _modified);
        if (Platform.IsWindows)
            SetFlags(path, FileFlags.ReadOnly | FileFlags.Hidden | FileFlags.System | FileFlags.Archive);
    }

    private void SetFlags(string path, FileFlags wanted)
    {
        var flags = _flags & wanted;
        FileAttributes attributes = 0;
        if ((flags & FileFlags.ReadOnly) != 0)
            attributes |= FileAttributes.ReadOnly;
        if ((flags & FileFlags.Hidden) != 0)
            attributes |= FileAttributes.Hidden;
        if ((flags & FileFlags.System) != 0)
            attributes |= FileAttributes.System;
        if ((flags & FileFlags.Archive) != 0)
            attributes |= FileAttributes.Archive;
        if (attributes != 0)
            PathTimes.Try(() => File.SetAttributes(path, attributes));
    }
}
