using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// Windows functions that netstandard2.0 lacks: append-only handles, whose writes the system keeps whole, folders that cannot be renamed
/// while open, moves with or without replacement, and real paths.
/// </summary>
internal static class Kernel32
{
    internal const uint AppendData = 0x4;
    internal const uint ListFolder = 0x1;
    internal const uint GenericRead = 0x8000_0000;
    internal const uint GenericWrite = 0x4000_0000;
    internal const uint Synchronize = 0x10_0000;
    internal const uint ShareRead = 0x1;
    internal const uint ShareReadWrite = 0x3;
    internal const uint ShareAll = 0x7;
    internal const uint CreateNew = 1;
    internal const uint OpenExisting = 3;
    internal const uint OpenAlways = 4;
    internal const uint NormalFile = 0x80;
    internal const uint AlsoFolders = 0x200_0000; // FILE_FLAG_BACKUP_SEMANTICS
    internal const uint NoFollow = 0x20_0000; // FILE_FLAG_OPEN_REPARSE_POINT
    internal const uint Folder = 0x200_0000; // FILE_FLAG_BACKUP_SEMANTICS
    internal const uint ReplaceExisting = 1;
    private const uint IgnoreMergeErrors = 2; // REPLACEFILE_IGNORE_MERGE_ERRORS
    internal const int FileExists = 80;
    internal const int AlreadyExists = 183;

    private const uint LockAtOnce = 1, LockExclusive = 2; // LOCKFILE_FAIL_IMMEDIATELY, LOCKFILE_EXCLUSIVE_LOCK
    internal const int LockViolation = 33;

    /// <summary>Opens a file or a folder by its full path, however long.</summary>
    internal static SafeFileHandle CreateFileW(
        string path, uint access, uint share, IntPtr security, uint creation, uint attributes, IntPtr template) =>
        CreateFile(WindowsPath.ForCalls(path), access, share, security, creation, attributes, template);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern unsafe bool WriteFile(SafeFileHandle file, byte* buffer, int count, out int written, IntPtr overlapped);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool FlushFileBuffers(SafeFileHandle file);

    /// <summary>Locks one byte far beyond the end of the file, because other processes cannot read a locked byte.</summary>
    internal static unsafe bool TryLock(SafeFileHandle file)
    {
        var place = LockPlace();
        return LockFileEx(file, LockExclusive | LockAtOnce, 0, 1, 0, &place);
    }

    /// <summary>Releases the lock of <see cref="TryLock"/>.</summary>
    internal static unsafe void Unlock(SafeFileHandle file)
    {
        var place = LockPlace();
        UnlockFileEx(file, 0, 1, 0, &place);
    }

    /// <summary>Fills thirteen fields: BY_HANDLE_FILE_INFORMATION.</summary>
    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern unsafe bool GetFileInformationByHandle(SafeFileHandle file, uint* information);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    internal static extern unsafe uint GetFinalPathNameByHandleW(SafeFileHandle file, char* buffer, uint room, uint form);

    /// <summary>Opens a file, and creates it for its user only when it does not exist.</summary>
    internal static SafeFileHandle OpenPrivate(string path, uint access, uint share, uint creation)
    {
        var file = CreateFileW(path, access, share, WindowsSecurity.PrivateFile, creation, NormalFile, IntPtr.Zero);
        // A file server may refuse a new file with a list of its own. The folder's list protects it then.
        return file.IsInvalid && WindowsSecurity.PrivateFile != IntPtr.Zero
            ? CreateFileW(path, access, share, IntPtr.Zero, creation, NormalFile, IntPtr.Zero)
            : file;
    }

    /// <summary>Creates a folder for its user only.</summary>
    internal static bool CreatePrivateFolder(string path) => CreateDirectoryW(path, WindowsSecurity.PrivateFolder)
        || WindowsSecurity.PrivateFolder != IntPtr.Zero && CreateDirectoryW(path, IntPtr.Zero);

    /// <summary>Creates a folder by its full path, however long.</summary>
    internal static bool CreateDirectoryW(string path, IntPtr security) => CreateDirectory(WindowsPath.ForCalls(path), security);

    /// <summary>Removes an empty folder by its full path, however long.</summary>
    internal static bool RemoveDirectoryW(string path) => RemoveDirectory(WindowsPath.ForCalls(path));

    /// <summary>Moves a file or a folder between full paths, however long.</summary>
    internal static bool MoveFileExW(string from, string to, uint flags) =>
        MoveFileEx(WindowsPath.ForCalls(from), WindowsPath.ForCalls(to), flags);

    /// <summary>Replaces a file, also one that others have open, by full paths, however long. Does not set the last error.</summary>
    internal static bool ReplaceFileW(string to, string from) => ReplaceFile(
        WindowsPath.ForCalls(to), WindowsPath.ForCalls(from), null, IgnoreMergeErrors, IntPtr.Zero, IntPtr.Zero);

    [DllImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    private static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, IntPtr security, uint creation, uint attributes, IntPtr template);

    [DllImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateDirectory(string path, IntPtr security);

    [DllImport("kernel32", EntryPoint = "RemoveDirectoryW", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool RemoveDirectory(string path);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string from, string to, uint flags);

    [DllImport("kernel32", EntryPoint = "ReplaceFileW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ReplaceFile(string to, string from, string? backup, uint flags, IntPtr exclude, IntPtr reserved);

    private static NativeOverlapped LockPlace() => new() { OffsetHigh = 0x4000_0000 };

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern unsafe bool LockFileEx(
        SafeFileHandle file, uint flags, uint reserved, uint count, uint countHigh, NativeOverlapped* place);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern unsafe bool UnlockFileEx(SafeFileHandle file, uint reserved, uint count, uint countHigh, NativeOverlapped* place);
}
