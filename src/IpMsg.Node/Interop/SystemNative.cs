using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// Files and their owners on Unix, through the runtime's own library: it has one layout for all systems and
/// processors, of which no runtime has changed the part that is used here. The structures of the C library differ everywhere.
/// </summary>
internal static unsafe class SystemNative
{
    private const string Library = "libSystem.Native";

    internal static readonly IntPtr NoFile = new(-1);

    internal const int TypeMask = 0xF000, Folder = 0x4000, Regular = 0x8000, Link = 0xA000, Pipe = 0x1000, Socket = 0xC000;

    /// <summary>Looks at a file, or at a link itself. Zero, or an error that is in <see cref="LibC.LastError"/>.</summary>
    internal static int GetStatus(string path, bool followsLink, out Status status)
    {
        status = default;
        fixed (Status* place = &status)
            return followsLink ? SystemNative_Stat(path, place) : SystemNative_LStat(path, place);
    }

    /// <summary>True when an open file is the one that stands under a path.</summary>
    internal static bool IsAt(SafeFileHandle file, string path) =>
        // Without an answer of the runtime the lock alone has to do.
        IdentityOf(file) is not { } identity || GetStatus(path, followsLink: false, out var there) == 0 && identity == there.Identity;

    /// <summary>What tells an open file from all others; null on runtimes that cannot tell.</summary>
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

    /// <summary>What kind of file an open one is. A runtime that cannot tell has a file.</summary>
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

    /// <summary>Cuts an open file; false when that is not possible.</summary>
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

    /// <summary>The name of a user; null when the number has none.</summary>
    internal static string? UserName(uint user)
    {
        const int room = 16_384;
        byte* buffer = stackalloc byte[room];
        var entry = stackalloc IntPtr[16];
        try
        {
            return SystemNative_GetPwUidR(user, entry, buffer, room) == 0 ? Marshal.PtrToStringAnsi(entry[0]) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The name of a group; null when the number has none, or on runtimes that cannot tell.</summary>
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

    /// <summary>Opens a file that programs started meanwhile do not inherit; <see cref="NoFile"/> when it cannot be opened.</summary>
    internal static IntPtr OpenForReading(string path)
    {
        const int closeOnExec = 0x10;
        return SystemNative_Open(path, closeOnExec, 0);
    }

    /// <summary>Makes a file that programs started meanwhile do not inherit; the handle is invalid when something has that name.</summary>
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
    private static extern int SystemNative_GetPwUidR(uint user, IntPtr* entry, byte* buffer, int room);

    [DllImport(Library)]
    private static extern IntPtr SystemNative_GetGroupName(uint group);

    /// <summary>What is known of a file. Behind it is room for fields that differ between runtimes.</summary>
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
        private fixed long _room[16];

        internal readonly bool HasBirth => (Flags & 1) != 0;

        /// <summary>The same for the same file: device and number are among these, whatever else a runtime has there.</summary>
        internal readonly (long, long, long) Identity => (_room[0], _room[1], _room[2]);
    }
}
