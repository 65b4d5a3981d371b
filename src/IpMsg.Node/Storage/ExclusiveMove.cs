using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage;

/// <summary>
/// Moves a file atomically to a name that must be free. The framework's File.Move checks first and renames later on Unix, so that several
/// processes could each succeed.
/// </summary>
internal static class ExclusiveMove
{
    /// <summary>Moves the file; false when the name exists, and the file stays.</summary>
    /// <exception cref="IOException">The file cannot be moved.</exception>
    internal static bool TryMove(string from, string to)
    {
        if (Platform.IsWindows)
        {
            if (WindowsMove.TryMove(from, to))
                return true;
            return Marshal.GetLastWin32Error() is Kernel32.AlreadyExists or Kernel32.FileExists
                ? false
                : throw DiskFailure.Last("Cannot write", to);
        }
        // NFS has hard links but no exclusive rename; FAT has the opposite.
        return ByLink(from, to) ?? LibC.RenameExclusively(from, to) ?? Alone(from, to);
    }

    /// <summary>Creates a hard link and removes the old name; null when the file system has no hard links.</summary>
    internal static bool? ByLink(string from, string to)
    {
        if (LibC.link(from, to) == 0)
        {
            _ = LibC.unlink(from);
            return true;
        }
        return LibC.LastError == LibC.Exists ? false : null;
    }

    /// <summary>Checks and renames under a lock between the processes of this module.</summary>
    internal static bool Alone(string from, string to)
    {
        bool isOurs = false;
        using var others = new PathMutex(to);
        others.Run(() =>
        {
            if (File.Exists(to) || Directory.Exists(to))
                return;
            if (LibC.rename(from, to) != 0)
                throw DiskFailure.Last("Cannot write", to);
            isOurs = true;
        });
        return isOurs;
    }
}
