using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>The exceptions for system calls that the framework does not make for us, or not well.</summary>
internal static class DiskFailure
{
    private const int WindowsDiskFull = 112, WindowsHandleDiskFull = 39;
    private const int NoSpace = 28, LinuxQuota = 122, MacQuota = 69;

    /// <summary>The last call's error. As with the framework's own, the error's number is the HResult.</summary>
    internal static IOException Last(string what, string path)
    {
        int error = Marshal.GetLastWin32Error();
        return new IOException($"{what} '{path}': {new Win32Exception(error).Message}", error);
    }

    /// <summary>Writes to a file. What is too large for it the framework takes for a wrong argument of ours.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
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

    /// <summary>True when there was no room, or none left of what the user may have.</summary>
    internal static bool IsFull(IOException failure)
    {
        int error = failure.HResult;
        return Platform.IsWindows
            ? (error & 0xFFFF) is WindowsDiskFull or WindowsHandleDiskFull
            : error == NoSpace || error == (Platform.IsMac ? MacQuota : LinuxQuota);
    }
}
