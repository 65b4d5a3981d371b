using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>
/// A folder that is held open, so that what is done in it is done there and nowhere else, whatever link is put in its place meanwhile.
/// On Linux its entries are reached through the open folder itself (which also lifts the limit on the length of paths); Windows does not
/// let a folder be renamed while it is held; on macOS what remains is the look at it when it was opened.
/// </summary>
internal sealed class FolderHandle : IDisposable
{
    private const string OpenFiles = "/proc/self/fd/";

    private static readonly bool s_hasOpenFiles = !Platform.IsWindows && !Platform.IsMac && Directory.Exists(OpenFiles);

    private readonly SafeFileHandle _handle;
    private readonly string _prefix;

    private FolderHandle(SafeFileHandle handle, string path, string way)
    {
        _handle = handle;
        Path = path;
        _prefix = !s_hasOpenFiles ? way : OpenFiles + (long)handle.DangerousGetHandle();
    }

    /// <summary>Where it was when it was opened: for people, not for system calls.</summary>
    internal string Path { get; }

    /// <summary>Opens a folder that the user named; his own links are followed.</summary>
    internal static FolderHandle Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return new FolderHandle(Hold(path, path, followsLinks: true), path, path);
    }

    /// <summary>Opens a folder in this one; a link is an error.</summary>
    internal FolderHandle Enter(string name)
    {
        string path = Shown(name);
        return new FolderHandle(Hold(PathOf(name), path, followsLinks: false), path, path);
    }

    /// <summary>Makes a folder in this one; false when something has that name.</summary>
    internal bool TryCreateFolder(string name, int mode)
    {
        bool isMade = Platform.IsWindows ? Kernel32.CreateDirectoryW(PathOf(name), IntPtr.Zero) : LibC.mkdir(PathOf(name), mode) == 0;
        if (!isMade && Marshal.GetLastWin32Error() != (Platform.IsWindows ? Kernel32.AlreadyExists : LibC.Exists))
            throw DiskFailure.Last("Cannot make the folder", Shown(name));
        return isMade;
    }

    /// <summary>Makes this folder ours alone; false when it is somebody else's. Windows folders have the protection of the one above.</summary>
    internal bool TryTakeOwnership() => Platform.IsWindows || LibCFiles.TryTakeOwnership(_handle);

    /// <summary>True when this folder is the user's own, as far as the system tells.</summary>
    internal bool IsOurs() =>
        Platform.IsWindows || SystemNative.GetStatus(PathOf("."), followsLink: true, out var status) == 0 && status.User == LibCFiles.User;

    /// <summary>A new file.</summary>
    /// <exception cref="IOException">Something has that name, or it cannot be made.</exception>
    internal NewFile Create(string name, int mode = NewFile.UsualMode) => NewFile.Create(PathOf(name), Shown(name), mode);

    /// <summary>What stands under a name.</summary>
    internal EntryKind KindOf(string name)
    {
        var attributes = new FileInfo(PathOf(name)).Attributes;
        if ((int)attributes == -1)
            return EntryKind.None;
        if ((attributes & FileAttributes.ReparsePoint) != 0)
            return EntryKind.Link;
        return (attributes & FileAttributes.Directory) != 0 ? EntryKind.Folder : EntryKind.File;
    }

    /// <summary>The names in this folder that begin so, as they are read from the disk.</summary>
    internal IEnumerable<string> Names(string beginning = "")
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(_prefix, beginning + "*"))
            yield return System.IO.Path.GetFileName(path);
    }

    /// <summary>When the contents of a file or folder in this one changed.</summary>
    internal DateTimeOffset ModifiedOf(string name) => new(File.GetLastWriteTimeUtc(PathOf(name)));

    /// <summary>Sets the folder's own times, where they are known.</summary>
    internal void SetTimes(DateTimeOffset? created, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        if (Platform.IsWindows || Platform.IsMac)
            PathTimes.SetFolder(_prefix, created, accessed, modified);
        else
            LibCFiles.SetTimes(_handle, accessed, modified);
    }

    /// <summary>The way to an entry, for system calls.</summary>
    internal string PathOf(string name) => _prefix + System.IO.Path.DirectorySeparatorChar + name;

    /// <summary>The path of an entry, for people.</summary>
    internal string Shown(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Hold(string way, string shown, bool followsLinks)
    {
        var handle = Platform.IsWindows
            ? Kernel32.CreateFileW(way, Kernel32.ListFolder, Kernel32.ShareReadWrite, IntPtr.Zero, Kernel32.OpenExisting,
                Kernel32.Folder | (followsLinks ? 0 : Kernel32.NoFollow), IntPtr.Zero)
            : LibCFiles.OpenFolder(way, followsLinks);
        if (handle.IsInvalid)
            throw DiskFailure.Last("Cannot open the folder", shown);
        if (Platform.IsWindows && !IsFolder(way, followsLinks))
        {
            handle.Dispose();
            throw new IOException($"'{shown}' is no folder, or a link to one.");
        }
        return handle;
    }

    // Windows opens a link itself when told not to follow it. While it is held, nothing else can take its place.
    private static bool IsFolder(string way, bool followsLinks)
    {
        var attributes = new DirectoryInfo(way).Attributes;
        return (int)attributes != -1 && (attributes & FileAttributes.Directory) != 0 && (followsLinks || (attributes & FileAttributes.ReparsePoint) == 0);
    }
}
