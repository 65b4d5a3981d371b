using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// Functions on open files and folders, which a link in their place cannot redirect. None of them has variable arguments.
/// </summary>
internal static class LibCFiles
{
    private static readonly bool s_isArm =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Armv6 or Ppc64le;
    // open(2). On macOS the numbers are those of sys/fcntl.h for all processors; on Linux they differ between them.
    private static readonly int s_folder = Platform.IsMac ? 0x10_0000 : s_isArm ? 0x4000 : 0x1_0000; // O_DIRECTORY
    private static readonly int s_noFollow = Platform.IsMac ? 0x100 : s_isArm ? 0x8000 : 0x2_0000; // O_NOFOLLOW
    private static readonly int s_closeOnExec = Platform.IsMac ? 0x100_0000 : 0x8_0000;
    private static readonly int s_omit = Platform.IsMac ? -2 : (1 << 30) - 2; // UTIME_OMIT, utimensat(2); macOS has it since 10.13

    private static readonly object s_maskGate = new();

    // Names that netstandard2.0 lacks, for processors with the same flag values as Arm.
    private const Architecture Armv6 = (Architecture)7;
    private const Architecture Ppc64le = (Architecture)8;

    /// <summary>The effective user of this process.</summary>
    internal static uint User => geteuid();

    /// <summary>
    /// Opens a folder. The handle is invalid when that fails, and for a link when <paramref name="followsLinks"/> is false.
    /// </summary>
    internal static SafeFileHandle OpenFolder(string path, bool followsLinks) =>
        new((IntPtr)open(path, s_folder | s_closeOnExec | (followsLinks ? 0 : s_noFollow)), ownsHandle: true);

    /// <summary>Makes a folder private to the user; false when it belongs to another user. Some file systems have no modes.</summary>
    internal static bool TryTakeOwnership(SafeFileHandle folder)
    {
        int file = (int)folder.DangerousGetHandle();
        bool isOurs = fchown(file, geteuid(), uint.MaxValue) == 0;
        if (isOurs)
            _ = fchmod(file, LibC.UserOnlyFolder);
        return isOurs;
    }

    /// <summary>Sets the mode of an open file. Some file systems have no modes.</summary>
    internal static void SetMode(SafeFileHandle file, int mode) => _ = fchmod((int)file.DangerousGetHandle(), mode);

    /// <summary>
    /// True when the umask can be read. Otherwise it can only be set and restored, and a file that is created meanwhile gets too few
    /// permissions.
    /// </summary>
    internal static bool CanReadMask { get; } = ReadMask() is not null;

    /// <summary>The umask of this process.</summary>
    internal static int Mask()
    {
        if (CanReadMask && ReadMask() is { } told)
            return told;
        // Two threads at once would restore each other's umask and leave it changed.
        lock (s_maskGate)
        {
            // A file that another thread creates meanwhile is private to its user.
            int mask = umask(0x3F) & 0x1FF;
            _ = umask(mask);
            return mask;
        }
    }

    /// <summary>Sets the known times. Some file systems refuse them.</summary>
    internal static unsafe void SetTimes(SafeFileHandle file, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        // Two pairs of seconds and nanoseconds.
        nint* times = stackalloc nint[4];
        Write(times, accessed);
        Write(times + 2, modified);
        _ = futimens((int)file.DangerousGetHandle(), times);
    }

    private static int? ReadMask()
    {
        const string status = "/proc/self/status", field = "Umask:";
        if (!File.Exists(status))
            return null;
        foreach (string line in File.ReadLines(status))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
                return Convert.ToInt32(line.Substring(field.Length).Trim(), 8);
        }
        return null;
    }

    private static unsafe void Write(nint* time, DateTimeOffset? value)
    {
        time[0] = (nint)(value?.ToUnixTimeSeconds() ?? 0);
        time[1] = value is null ? s_omit : 0;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchmod(int file, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchown(int file, uint owner, uint group);

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern int umask(int mask);

    [DllImport("libc", SetLastError = true)]
    private static extern unsafe int futimens(int file, nint* times);
}
