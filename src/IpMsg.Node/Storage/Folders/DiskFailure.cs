using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Exceptions for direct system calls.</summary>
internal static class DiskFailure
{
    private const int WindowsDiskFull = 112, WindowsHandleDiskFull = 39;
    // ENOSPC and EDQUOT: intro(2) of macOS, errno(3) of Linux.
    private const int NoSpace = 28, LinuxQuota = 122, MacQuota = 69;

    /// <summary>The exception for the last system call. As in the framework, the HResult is the error number.</summary>
    internal static IOException Last(string action, string path)
    {
        int error = Marshal.GetLastWin32Error();
        return new IOException($"{action} '{path}': {new Win32Exception(error).Message}", error);
    }

    /// <summary>Writes to a file. The framework reports a file that is too large as an invalid argument.</summary>
    /// <exception cref="IOException">The write failed.</exception>
    internal static void Write(FileStream file, byte[] bytes, int offset, int count)
    {
        try
        {
            file.Write(bytes, offset, count);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new IOException("a file there cannot be so large.", exception);
        }
    }

    /// <summary>True when the disk is full or the user's quota is used up.</summary>
    internal static bool IsFull(IOException failure)
    {
        int error = failure.HResult;
        return Platform.IsWindows
            ? (error & 0xFFFF) is WindowsDiskFull or WindowsHandleDiskFull
            : error == NoSpace || error == (Platform.IsMac ? MacQuota : LinuxQuota);
    }
}
