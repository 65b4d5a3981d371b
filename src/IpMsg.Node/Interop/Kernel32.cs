using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// What Windows can do and this target cannot: a handle that only appends, so that the system itself keeps appends whole, folders that
/// are held in their place, moves that say whether they replace, and real paths.
/// </summary>
internal static class Kernel32
{
    internal const uint AppendData = 0x4;
    internal const uint ListFolder = 0x1;
    internal const uint Synchronize = 0x10_0000;
    internal const uint ShareReadWrite = 0x3;
    internal const uint ShareAll = 0x7;
    internal const uint OpenExisting = 3;
    internal const uint OpenAlways = 4;
    internal const uint NormalFile = 0x80;
    internal const uint AlsoFolders = 0x200_0000; // FILE_FLAG_BACKUP_SEMANTICS
    internal const uint NoFollow = 0x20_0000; // FILE_FLAG_OPEN_REPARSE_POINT
    internal const uint Folder = 0x200_0000; // FILE_FLAG_BACKUP_SEMANTICS
    internal const uint ReplaceExisting = 1;
    internal const int FileExists = 80;
    internal const int AlreadyExists = 183;

    [DllImport("kernel32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    internal static extern SafeFileHandle CreateFileW(string path, uint access, uint share, IntPtr security, uint creation, uint attributes, IntPtr template);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern unsafe bool WriteFile(SafeFileHandle file, byte* buffer, int count, out int written, IntPtr overlapped);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool FlushFileBuffers(SafeFileHandle file);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    internal static extern unsafe uint GetFinalPathNameByHandleW(SafeFileHandle file, char* buffer, uint room, uint form);

    [DllImport("kernel32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool CreateDirectoryW(string path, IntPtr security);

    [DllImport("kernel32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool RemoveDirectoryW(string path);

    [DllImport("kernel32", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool MoveFileExW(string from, string to, uint flags);
}
