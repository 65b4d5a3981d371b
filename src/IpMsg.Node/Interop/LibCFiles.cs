using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// Calls on open files and folders, which cannot be diverted by a link that takes their place. No variable arguments here either.
/// </summary>
internal static class LibCFiles
{
    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Armv6 or Ppc64le;
    private static readonly int s_folder = Platform.IsMac ? 0x10_0000 : s_isArm ? 0x4000 : 0x1_0000; // O_DIRECTORY
    private static readonly int s_noFollow = Platform.IsMac ? 0x100 : s_isArm ? 0x8000 : 0x2_0000; // O_NOFOLLOW
    private static readonly int s_closeOnExec = Platform.IsMac ? 0x100_0000 : 0x8_0000;
    private static readonly int s_omit = Platform.IsMac ? -2 : (1 << 30) - 2; // UTIME_OMIT

    private static readonly object s_maskGate = new();

    // Names that this target lacks, for processors that number these flags as Arm does.
    private const Architecture Armv6 = (Architecture)7;
    private const Architecture Ppc64le = (Architecture)8;

    /// <summary>As whom this process does what it does.</summary>
    internal static uint User => geteuid();

    /// <summary>Opens a folder; the handle is invalid when it cannot be, and when it is a link that is not to be followed.</summary>
    internal static SafeFileHandle OpenFolder(string path, bool followsLinks) =>
        new((IntPtr)open(path, s_folder | s_closeOnExec | (followsLinks ? 0 : s_noFollow)), ownsHandle: true);

    /// <summary>Makes a folder ours alone; false when it belongs to somebody else. Not every file system has modes.</summary>
    internal static bool TryTakeOwnership(SafeFileHandle folder)
    {
        int file = (int)folder.DangerousGetHandle();
        bool isOurs = fchown(file, geteuid(), uint.MaxValue) == 0;
        if (isOurs)
            _ = fchmod(file, LibC.UserOnlyFolder);
        return isOurs;
    }

    /// <summary>Sets the mode of an open file. Not every file system has modes.</summary>
    internal static void SetMode(SafeFileHandle file, int mode) => _ = fchmod((int)file.DangerousGetHandle(), mode);

    /// <summary>True when the system tells the mask; else it can only be asked for by setting it, and a file made meanwhile gets too little.</summary>
    internal static bool CanReadMask { get; } = ReadMask() is not null;

    /// <summary>What this process takes away from the modes of new files.</summary>
    internal static int Mask()
    {
        if (CanReadMask && ReadMask() is { } told)
            return told;
        // Two at a time would take each other's for the user's, and leave it behind.
        lock (s_maskGate)
        {
            // Whatever another thread makes in between is its user's alone.
            int mask = umask(0x3F) & 0x1FF;
            _ = umask(mask);
            return mask;
        }
    }

    /// <summary>Sets the times that are known. Not every file system takes them.</summary>
    internal static unsafe void SetTimes(SafeFileHandle file, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        // Two pairs of machine words: seconds and nanoseconds.
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
