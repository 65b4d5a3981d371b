using System;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Moves between folders of one file system, each either replacing or not, with no moment in between.</summary>
internal static class FolderMoves
{
    /// <summary>Moves a file to a name that is free; false when it is not.</summary>
    internal static bool TryMoveFile(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Platform.IsWindows)
            return TryMoveOnWindows(from, name, to, newName);
        // A second name for the file, which fails where one is, and the first name taken away: the only such move that all Unix has.
        if (LibC.link(from.PathOf(name), to.PathOf(newName)) == 0)
        {
            _ = LibC.unlink(from.PathOf(name));
            return true;
        }
        return Marshal.GetLastWin32Error() != LibC.Exists && TryMoveOntoPlaceholder(from, name, to, newName);
    }

    /// <summary>Moves a folder to a name that is free; false when it is not.</summary>
    internal static bool TryMoveFolder(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Platform.IsWindows)
            return TryMoveOnWindows(from, name, to, newName);
        // An empty folder claims the name and is replaced; one that somebody put something into is not.
        if (!to.TryCreateFolder(newName, LibC.UserOnlyFolder))
            return false;
        if (LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0)
            return true;
        // Some shares replace no folder, not even an empty one. Without the claim the rename replaces nothing but an empty folder either.
        if (LibC.rmdir(to.PathOf(newName)) != 0)
            return false;
        if (LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0)
            return true;
        throw DiskFailure.Last("Cannot move the folder to", to.Shown(newName));
    }

    /// <summary>Moves a file to a name, in place of a file or a link that is there. What the link leads to stays as it is.</summary>
    internal static void Replace(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Platform.IsWindows)
        {
            if (to.KindOf(newName) == EntryKind.File)
                PathTimes.Try(() => File.SetAttributes(to.PathOf(newName), FileAttributes.Normal));
            // A link to a folder cannot be replaced by a file.
            else
                FolderRemoval.TryRemoveLink(to, newName);
        }
        bool isMoved = Platform.IsWindows
            ? Kernel32.MoveFileExW(from.PathOf(name), to.PathOf(newName), Kernel32.ReplaceExisting)
            : LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0;
        if (!isMoved)
            throw DiskFailure.Last("Cannot replace", to.Shown(newName));
    }

    /// <summary>
    /// The same where a file system has no second names: a file of our own holds the place, and the rename replaces it.
    /// </summary>
    internal static bool TryMoveOntoPlaceholder(FolderHandle from, string name, FolderHandle to, string newName)
    {
        try
        {
            to.Create(newName).Dispose();
        }
        catch (IOException) when (to.KindOf(newName) != EntryKind.None)
        {
            return false;
        }
        if (LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0)
            return true;
        var failure = DiskFailure.Last("Cannot move the file to", to.Shown(newName));
        _ = LibC.unlink(to.PathOf(newName));
        throw failure;
    }

    private static bool TryMoveOnWindows(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Kernel32.MoveFileExW(from.PathOf(name), to.PathOf(newName), 0))
            return true;
        if (Marshal.GetLastWin32Error() is Kernel32.AlreadyExists or Kernel32.FileExists)
            return false;
        throw DiskFailure.Last("Cannot move to", to.Shown(newName));
    }
}
