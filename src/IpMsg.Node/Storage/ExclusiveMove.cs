using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage;

/// <summary>
/// Moves a file to a name that nothing else has, in one step. The framework's File.Move looks first and renames then on Unix, so that several
/// processes can each believe that theirs is the file.
/// </summary>
internal static class ExclusiveMove
{
    /// <summary>Moves the file; false when something has that name, and the file stays where it is.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    internal static bool TryMove(string from, string to)
    {
        if (Platform.IsWindows)
        {
            if (Kernel32.MoveFileExW(from, to, 0))
                return true;
            return Marshal.GetLastWin32Error() is Kernel32.AlreadyExists or Kernel32.FileExists ? false : throw DiskFailure.Last("Cannot write", to);
        }
        // NFS has links and no exclusive rename, FAT the other way round.
        return ByLink(from, to) ?? LibC.RenameExclusively(from, to) ?? Alone(from, to);
    }

    /// <summary>Gives the file a second name and takes the first one away; null when the file system has no second names.</summary>
    internal static bool? ByLink(string from, string to)
    {
        if (LibC.link(from, to) == 0)
        {
            _ = LibC.unlink(from);
            return true;
        }
        return LibC.LastError == LibC.Exists ? false : null;
    }

    /// <summary>Looks and renames while no other process of this module does.</summary>
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
