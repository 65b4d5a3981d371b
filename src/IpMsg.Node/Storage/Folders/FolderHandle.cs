using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>
/// An open folder, so that operations on its entries cannot be redirected by a link that replaces the folder. On Linux the paths go through
/// the open handle, which also lifts the limit on their length. Windows cannot rename an open folder. On macOS only the check at the
/// opening protects: its /dev/fd (fd(4)) duplicates an open file, and has no paths below an open folder.
/// </summary>
internal sealed class FolderHandle : IDisposable
{
    private const string OpenFiles = "/proc/self/fd/";

    private static readonly bool s_hasOpenFiles = !Platform.IsWindows && !Platform.IsMac && Directory.Exists(OpenFiles);

    private readonly SafeFileHandle _handle;
    private readonly string _prefix;

    private FolderHandle(SafeFileHandle handle, string path, string systemPath)
    {
        _handle = handle;
        Path = path;
        _prefix = !s_hasOpenFiles ? systemPath : OpenFiles + (long)handle.DangerousGetHandle();
    }

    /// <summary>The path at the time of opening, for messages only.</summary>
    internal string Path { get; }

    /// <summary>The path for system calls.</summary>
    internal string PathForCalls => _prefix;

    /// <summary>Opens a folder that the user named; follows links.</summary>
    internal static FolderHandle Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        string systemPath = SystemPath.Of(path);
        return new FolderHandle(Hold(systemPath, path, followsLinks: true), path, systemPath);
    }

    /// <summary>Opens a folder inside this one; a link is an error.</summary>
    internal FolderHandle Enter(string name)
    {
        string path = Shown(name), systemPath = PathOf(name);
        return new FolderHandle(Hold(systemPath, path, followsLinks: false), path, systemPath);
    }

    /// <summary>Creates a folder inside this one; false when the name exists.</summary>
    internal bool TryCreateFolder(string name, int mode)
    {
        bool isMade = Platform.IsWindows ? Kernel32.CreateDirectoryW(PathOf(name), IntPtr.Zero) : LibC.mkdir(PathOf(name), mode) == 0;
        if (!isMade && Marshal.GetLastWin32Error() != (Platform.IsWindows ? Kernel32.AlreadyExists : LibC.Exists))
            throw DiskFailure.Last("Cannot make the folder", Shown(name));
        return isMade;
    }

    /// <summary>
    /// Makes this folder private to the user; false when it belongs to another user. Windows folders inherit their protection: what is
    /// moved out of them keeps it.
    /// </summary>
    internal bool TryTakeOwnership() => Platform.IsWindows ? IsOurs() : LibCFiles.TryTakeOwnership(_handle);

    /// <summary>True when the folder belongs to the user, as far as the system tells.</summary>
    internal bool IsOurs() => Platform.IsWindows
        ? WindowsSecurity.ForeignOwnerOf(_prefix) is null
        : SystemNative.GetStatus(PathOf("."), followsLink: true, out var status) == 0 && status.User == LibCFiles.User;

    /// <summary>Creates a file.</summary>
    /// <exception cref="IOException">The name exists, or the file cannot be created.</exception>
    internal NewFile Create(string name, int mode = NewFile.UsualMode) => NewFile.Create(PathOf(name), Shown(name), mode);

    /// <summary>The kind of an entry.</summary>
    internal EntryKind KindOf(string name)
    {
        var attributes = new FileInfo(PathOf(name)).Attributes;
        if ((int)attributes == -1)
            return EntryKind.None;
        if ((attributes & FileAttributes.ReparsePoint) != 0)
            return EntryKind.Link;
        return (attributes & FileAttributes.Directory) != 0 ? EntryKind.Folder : EntryKind.File;
    }

    /// <summary>The names of the entries that start with <paramref name="beginning"/>, read from the disk one by one.</summary>
    internal IEnumerable<string> Names(string beginning = "")
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(_prefix, beginning + "*"))
            yield return System.IO.Path.GetFileName(path);
    }

    /// <summary>The time of the last change of an entry's contents.</summary>
    internal DateTimeOffset ModifiedOf(string name) => new(File.GetLastWriteTimeUtc(PathOf(name)));

    /// <summary>Sets the folder's known times.</summary>
    internal void SetTimes(DateTimeOffset? created, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        if (Platform.IsWindows || Platform.IsMac)
            PathTimes.SetFolder(_prefix, created, accessed, modified);
        else
            LibCFiles.SetTimes(_handle, accessed, modified);
    }

    /// <summary>The path of an entry for system calls.</summary>
    internal string PathOf(string name) => SystemPath.Of(_prefix.TrimEnd(System.IO.Path.DirectorySeparatorChar)
        + System.IO.Path.DirectorySeparatorChar + name);

    /// <summary>The path of an entry for messages.</summary>
    internal string Shown(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Hold(string systemPath, string displayPath, bool followsLinks)
    {
        var handle = Platform.IsWindows
            ? Kernel32.CreateFileW(systemPath, Kernel32.ListFolder, Kernel32.ShareReadWrite, IntPtr.Zero, Kernel32.OpenExisting,
                Kernel32.Folder | (followsLinks ? 0 : Kernel32.NoFollow), IntPtr.Zero)
            : LibCFiles.OpenFolder(systemPath, followsLinks);
        if (handle.IsInvalid)
            throw DiskFailure.Last("Cannot open the folder", displayPath);
        if (Platform.IsWindows && !IsFolder(systemPath, followsLinks))
        {
            handle.Dispose();
            throw new IOException($"'{displayPath}' is no folder, or a link to one.");
        }
        return handle;
    }

    // Windows opens the link itself when told not to follow it. While it is open, nothing can replace it.
    private static bool IsFolder(string systemPath, bool followsLinks)
    {
        var attributes = new DirectoryInfo(systemPath).Attributes;
        return (int)attributes != -1 && (attributes & FileAttributes.Directory) != 0
            && (followsLinks || (attributes & FileAttributes.ReparsePoint) == 0);
    }
}
