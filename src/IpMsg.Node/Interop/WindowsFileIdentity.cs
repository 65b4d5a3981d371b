using System;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Interop;

/// <summary>
/// What Windows tells a file from all others by: the volume and the number of the file in it. A path and a time of creation do not tell
/// them apart: an open file can be renamed or removed when its handle allows that, and Windows gives a new file of the same name the time
/// of creation of the old one ("tunneling").
/// </summary>
internal static class WindowsFileIdentity
{
    private const int Fields = 13, Volume = 7, IndexHigh = 11, IndexLow = 12;

    /// <summary>The identity of an open file; null where the file system has none.</summary>
    internal static unsafe (long, long, long)? Of(SafeFileHandle file)
    {
        uint* fields = stackalloc uint[Fields];
        return Kernel32.GetFileInformationByHandle(file, fields) && (fields[IndexHigh] | fields[IndexLow]) != 0
            ? (fields[Volume], fields[IndexHigh], fields[IndexLow])
            : null;
    }

    /// <summary>The identity of the file or folder at a path; null when it does not exist or cannot be examined.</summary>
    internal static (long, long, long)? At(string path)
    {
        using var file = Kernel32.CreateFileW(
            path, 0, Kernel32.ShareAll, IntPtr.Zero, Kernel32.OpenExisting, Kernel32.AlsoFolders, IntPtr.Zero);
        return file.IsInvalid ? null : Of(file);
    }
}
