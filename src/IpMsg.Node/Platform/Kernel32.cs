using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node;

/// <summary>What Windows can do and this target cannot: a handle that only appends, so that the system itself keeps appends whole, and real paths.</summary>
internal static class Kernel32
{
    internal const uint AppendData = 0x4;
    internal const uint Synchronize = 0x10_0000;
    internal const uint ShareAll = 0x7;
    internal const uint OpenExisting = 3;
    internal const uint OpenAlways = 4;
    internal const uint NormalFile = 0x80;
    internal const uint AlsoFolders = 0x200_0000; // FILE_FLAG_BACKUP_SEMANTICS

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
}
