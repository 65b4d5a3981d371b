using System;
using System.IO;
using System.Text;

namespace IpMsg.Node.Interop;

/// <summary>Resolves all links in a path.</summary>
internal static class RealPath
{
    // Above PATH_MAX on every supported system.
    private const int MaxUnix = 8_192;
    private const int MaxWindows = 32_768;

    /// <summary>The path without links; null when it does not exist or is circular.</summary>
    internal static string? Of(string path) => Platform.IsWindows ? OnWindows(path) : OnUnix(path);

    /// <summary>True when a real path is the folder or is inside it.</summary>
    internal static bool IsWithin(string path, string folder)
    {
        var comparison = Platform.IsWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string front = folder.TrimEnd(Path.DirectorySeparatorChar);
        return path.StartsWith(front, comparison) && (path.Length == front.Length || path[front.Length] == Path.DirectorySeparatorChar);
    }

    private static unsafe string? OnUnix(string path)
    {
        byte[] buffer = new byte[MaxUnix];
        fixed (byte* place = buffer)
        {
            if (LibC.realpath(path, place) == IntPtr.Zero)
                return null;
        }
        return Encoding.UTF8.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0));
    }

    private static unsafe string? OnWindows(string path)
    {
        using var file = Kernel32.CreateFileW(
            path, 0, Kernel32.ShareAll, IntPtr.Zero, Kernel32.OpenExisting, Kernel32.AlsoFolders, IntPtr.Zero);
        if (file.IsInvalid)
            return null;
        char[] buffer = new char[MaxWindows];
        fixed (char* place = buffer)
        {
            uint length = Kernel32.GetFinalPathNameByHandleW(file, place, MaxWindows, 0);
            if (length is 0 or >= MaxWindows)
                return null;
            string name = new(buffer, 0, (int)length);
            // .NET Framework does not understand the prefix of extended paths.
            if (name.StartsWith(@"\\?\UNC\", StringComparison.Ordinal))
                return @"\\" + name.Substring(8);
            return name.StartsWith(@"\\?\", StringComparison.Ordinal) ? name.Substring(4) : name;
        }
    }
}
