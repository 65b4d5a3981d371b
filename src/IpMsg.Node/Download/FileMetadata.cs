using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Download;

/// <summary>
/// The metadata of a received file as far as the disk gets it: times everywhere, permissions on Unix, hidden, system and archive flags on
/// Windows, read-only on both. The user's umask limits the permissions, but the owner can always read and replace the entry. Setuid, setgid
/// and sticky bits are never set.
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

    /// <summary>The mode for creating a folder; the system applies the umask.</summary>
    internal int FolderMode => _permissions is { } mode ? (int)(mode & All) | OwnFolder : All;

    /// <summary>The mode for creating a file; the system applies the umask.</summary>
    internal int FileMode => ModeUnder(0);

    /// <summary>Closes a complete file and sets its metadata.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mask">The user's umask.</param>
    internal void Close(FileStream file, int mask)
    {
        if (!Platform.IsWindows && HasMode)
            LibCFiles.SetMode(file.SafeFileHandle, ModeUnder(mask));
        Close(file, file.SafeFileHandle, file.Name);
    }

    /// <summary>Closes a complete file that was created with <see cref="FileMode"/> and sets its metadata.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mask">The user's umask.</param>
    internal void Close(NewFile file, int mask)
    {
        // A new file lacks permissions only when the umask removed some of the owner's, or when the umask was not the user's own.
        if (!Platform.IsWindows && HasMode && ((mask & OwnFile) != 0 || !LibCFiles.CanReadMask))
            LibCFiles.SetMode(file.Handle, ModeUnder(mask));
        Close(file, file.Handle, file.Path);
    }


    /// <summary>Sets the folder's metadata when its contents are complete.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onLeaving">The attributes at the end of the folder, which override the ones at its start.</param>
    internal void Finish(FolderHandle folder, ExtendedAttributes onLeaving)
    {
        folder.SetTimes(onLeaving.Created ?? _created, onLeaving.Accessed ?? _accessed, onLeaving.Modified ?? _modified);
        // The read-only attribute has another meaning for folders.
        if (Platform.IsWindows)
            SetFlags(folder.PathForCalls, FileFlags.Hidden | FileFlags.System);
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
        // macOS has a creation time too. The framework sets it by path, with setattrlist(2).
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
