using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>
/// Unix functions that netstandard2.0 lacks: file modes, real paths, and appends that the system keeps whole. None of them gets a variable
/// argument, which Apple's processors pass in another way than others. The numbers of macOS are those of its headers sys/fcntl.h,
/// sys/errno.h and sys/stdio.h, and the same on both of its processors.
/// </summary>
internal static class LibC
{
    internal const int UserOnlyFile = 0x180; // 0600
    internal const int UserOnlyFolder = 0x1C0; // 0700
    internal const int AnyMode = 0x1FF; // 0777

    internal const int Interrupted = 4; // EINTR
    internal const int NoSuchFile = 2; // ENOENT
    internal const int NoFolder = 20; // ENOTDIR
    internal const int Exists = 17; // EEXIST
    internal const int NoReader = 6; // ENXIO: a FIFO that nobody reads
    internal const int NoPermission = 13; // EACCES
    internal const int InvalidArgument = 22; // EINVAL

    // flock(2), the same on Linux and macOS.
    internal const int LockExclusive = 2, LockAtOnce = 4, Unlock = 8; // LOCK_EX, LOCK_NB, LOCK_UN

    private const int WriteOnly = 1, ReadWrite = 2;

    // F_FULLFSYNC: fsync(2) of macOS leaves the data in the cache of the drive, and names this call of fcntl(2) for what must survive a
    // power failure. File systems that lack it refuse, and get fsync.
    private const int FullFlush = 51;

    internal static readonly int WouldBlock = Platform.IsMac ? 35 : 11; // EWOULDBLOCK

    // open(2): O_APPEND, O_CLOEXEC and O_NONBLOCK.
    private static readonly int s_append = Platform.IsMac ? 0x8 : 0x400;
    private static readonly int s_closeOnExec = Platform.IsMac ? 0x100_0000 : 0x8_0000;
    private static readonly int s_noWaiting = Platform.IsMac ? 0x4 : 0x800; // O_NONBLOCK: a FIFO would wait for its other end

    internal static int LastError => Marshal.GetLastWin32Error();

    internal static int OpenForAppend(string path, bool alsoReads) =>
        open(path, (alsoReads ? ReadWrite : WriteOnly) | s_append | s_noWaiting | s_closeOnExec);

    internal static int OpenForReadingAndWriting(string path) => open(path, ReadWrite | s_noWaiting | s_closeOnExec);

    internal static int OpenForReading(string path) => open(path, s_closeOnExec);

    /// <summary>
    /// Renames a file unless the new name exists (EEXIST). Returns null when the system or file system cannot do that atomically.
    /// </summary>
    internal static bool? RenameExclusively(string from, string to)
    {
        // AT_FDCWD and RENAME_NOREPLACE of Linux. RENAME_EXCL is in rename(2) of macOS, under renamex_np: a file system without
        // VOL_CAP_INT_RENAME_EXCL refuses it with ENOTSUP.
        const int currentFolder = -100, noReplace = 1, macExclusive = 4;
        try
        {
            if ((Platform.IsMac ? renamex_np(from, to, macExclusive) : renameat2(currentFolder, from, currentFolder, to, noReplace)) == 0)
                return true;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
        return LastError == Exists ? false : null;
    }

    internal static int FlushToDisk(int file) => Platform.IsMac && fcntl(file, FullFlush) == 0 ? 0 : fsync(file);

    [DllImport("libc", SetLastError = true)]
    internal static extern int chmod(string path, int mode);

    [DllImport("libc", SetLastError = true)]
    internal static extern int mkdir(string path, int mode);

    [DllImport("libc", SetLastError = true)]
    internal static extern int rmdir(string path);

    [DllImport("libc", SetLastError = true)]
    internal static extern int unlink(string path);

    [DllImport("libc", SetLastError = true)]
    internal static extern int link(string from, string to);

    [DllImport("libc", SetLastError = true)]
    internal static extern int flock(int file, int operation);

    [DllImport("libc", SetLastError = true)]
    internal static extern int rename(string from, string to);

    [DllImport("libc", SetLastError = true)]
    internal static extern unsafe IntPtr write(int file, byte* buffer, IntPtr count);

    [DllImport("libc", SetLastError = true)]
    internal static extern int close(int file);

    [DllImport("libc", SetLastError = true)]
    internal static extern unsafe IntPtr realpath(string path, byte* buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int file);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int file, int command);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat2(int fromFolder, string from, int toFolder, string to, uint flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int renamex_np(string from, string to, uint flags);
}
