using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// File status and owners on Unix through the runtime's native library. It has one layout for all systems and processors, and the fields
/// used here have not changed between runtimes. The C library's structures differ everywhere.
/// </summary>
internal static unsafe class SystemNative
{
    private const string Library = "libSystem.Native";

    internal static readonly IntPtr NoFile = new(-1);

    internal const int TypeMask = 0xF000, Folder = 0x4000, Regular = 0x8000, Link = 0xA000, Pipe = 0x1000, Socket = 0xC000;

    /// <summary>Reads the status of a file, or of a link itself. Returns zero, or sets <see cref="LibC.LastError"/>.</summary>
    internal static int GetStatus(string path, bool followsLink, out Status status)
    {
        status = default;
        fixed (Status* place = &status)
            return followsLink ? SystemNative_Stat(path, place) : SystemNative_LStat(path, place);
    }

    /// <summary>True when the open file is the one at that path.</summary>
    internal static bool IsAt(SafeFileHandle file, string path) =>
        // When the runtime cannot tell, the lock alone decides.
        IdentityOf(file) is not { } identity || GetStatus(path, followsLink: false, out var current) == 0 && identity == current.Identity;

    /// <summary>The identity of an open file; null on runtimes that cannot tell.</summary>
    internal static (long, long, long)? IdentityOf(SafeFileHandle file)
    {
        Status open = default;
        try
        {
            return SystemNative_FStat(file, &open) == 0 ? open.Identity : default((long, long, long));
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The type of an open file; a regular file on runtimes that cannot tell.</summary>
    internal static int TypeOf(IntPtr file)
    {
        Status open = default;
        try
        {
            using var handle = new SafeFileHandle(file, ownsHandle: false);
            return SystemNative_FStat(handle, &open) == 0 ? open.Mode & TypeMask : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return Regular;
        }
    }

    /// <summary>Truncates an open file; false when that fails.</summary>
    internal static bool TryCut(IntPtr file, long length)
    {
        try
        {
            using var handle = new SafeFileHandle(file, ownsHandle: false);
            return SystemNative_FTruncate(handle, length) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The name of a user; null when there is none.</summary>
    internal static string? UserName(uint user)
    {
        const int size = 16_384;
        byte* buffer = stackalloc byte[size];
        var entry = stackalloc IntPtr[16];
        try
        {
            return SystemNative_GetPwUidR(user, entry, buffer, size) == 0 ? Marshal.PtrToStringAnsi(entry[0]) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The name of a group; null when there is none or the runtime cannot tell.</summary>
    internal static string? GroupName(uint group)
    {
        try
        {
            var name = SystemNative_GetGroupName(group);
            string? text = name == IntPtr.Zero ? null : Marshal.PtrToStringAnsi(name);
            Marshal.FreeHGlobal(name);
            return text;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Opens a file that child processes do not inherit; <see cref="NoFile"/> when that fails.</summary>
    internal static IntPtr OpenForReading(string path)
    {
        const int closeOnExec = 0x10;
        return SystemNative_Open(path, closeOnExec, 0);
    }

    /// <summary>Creates a file that child processes do not inherit. The handle is invalid when the name exists.</summary>
    internal static SafeFileHandle CreateFile(string path, int mode)
    {
        const int writeOnly = 0x1, closeOnExec = 0x10, create = 0x20, exclusive = 0x40;
        return new SafeFileHandle(SystemNative_Open(path, writeOnly | closeOnExec | create | exclusive, mode), ownsHandle: true);
    }

    [DllImport(Library, SetLastError = true)]
    internal static extern int SystemNative_Write(IntPtr file, byte* buffer, int count);

    [DllImport(Library, SetLastError = true)]
    internal static extern int SystemNative_Read(IntPtr file, byte* buffer, int count);

    [DllImport(Library, SetLastError = true)]
    internal static extern long SystemNative_LSeek(IntPtr file, long offset, int whence);

    [DllImport(Library)]
    internal static extern int SystemNative_Close(IntPtr file);

    [DllImport(Library, SetLastError = true)]
    private static extern IntPtr SystemNative_Open(string path, int flags, int mode);

    [DllImport(Library, SetLastError = true)]
    private static extern int SystemNative_Stat(string path, Status* status);

    [DllImport(Library, SetLastError = true)]
    private static extern int SystemNative_LStat(string path, Status* status);

    [DllImport(Library, SetLastError = true)]
    private static extern int SystemNative_FStat(SafeFileHandle file, Status* status);

    [DllImport(Library, SetLastError = true)]
    private static extern int SystemNative_FTruncate(SafeFileHandle file, long length);

    [DllImport(Library)]
    private static extern int SystemNative_GetPwUidR(uint user, IntPtr* entry, byte* buffer, int size);

    [DllImport(Library)]
    private static extern IntPtr SystemNative_GetGroupName(uint group);

    /// <summary>The status of a file. The structure ends with space for fields that differ between runtimes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Status
    {
        internal int Flags;
        internal int Mode;
        internal uint User;
        internal uint Group;
        internal long Length;
        internal long Accessed;
        internal long AccessedNanoseconds;
        internal long Modified;
        internal long ModifiedNanoseconds;
        internal long Changed;
        internal long ChangedNanoseconds;
        internal long Born;
        internal long BornNanoseconds;
        private fixed long _fields[16];

        internal readonly bool HasBirth => (Flags & 1) != 0;

        /// <summary>Equal for the same file: device and inode are among these numbers on every runtime.</summary>
        internal readonly (long, long, long) Identity => (_fields[0], _fields[1], _fields[2]);
    }
}
