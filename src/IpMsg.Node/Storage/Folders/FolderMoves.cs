using System;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Atomic moves between folders of one file system, with or without replacement.</summary>
internal static class FolderMoves
{
    /// <summary>Moves a file to a free name; false when the name exists.</summary>
    internal static bool TryMoveFile(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Platform.IsWindows)
            return TryMoveOnWindows(from, name, to, newName);
        // A hard link fails when the name exists. Linking and removing the old name is the only such move that every Unix has.
        if (LibC.link(from.PathOf(name), to.PathOf(newName)) == 0)
        {
            _ = LibC.unlink(from.PathOf(name));
            return true;
        }
        return Marshal.GetLastWin32Error() != LibC.Exists && TryMoveOntoPlaceholder(from, name, to, newName);
    }

    /// <summary>Moves a folder to a free name; false when the name exists.</summary>
    internal static bool TryMoveFolder(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Platform.IsWindows)
            return TryMoveOnWindows(from, name, to, newName);
        // An empty folder reserves the name, and the rename replaces it. The rename fails when another process has put something into it.
        if (!to.TryCreateFolder(newName, LibC.UserOnlyFolder))
            return false;
        if (LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0)
            return true;
        // Some network shares replace no folder, not even an empty one. Without the reservation, the rename still replaces only an empty
        // folder.
        if (LibC.rmdir(to.PathOf(newName)) != 0)
            return false;
        if (LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0)
            return true;
        throw DiskFailure.Last("Cannot move the folder to", to.Shown(newName));
    }

    /// <summary>Moves a file to a name and replaces a file or link there. The link's target stays.</summary>
    internal static void Replace(FolderHandle from, string name, FolderHandle to, string newName)
    {
        if (Platform.IsWindows)
        {
            if (to.KindOf(newName) == EntryKind.File)
                PathTimes.Try(() => File.SetAttributes(to.PathOf(newName), FileAttributes.Normal));
            // A file cannot replace a link to a folder.
            else
                FolderRemoval.TryRemoveLink(to, newName);
        }
        bool isMoved = Platform.IsWindows
            ? WindowsMove.TryReplace(from.PathOf(name), to.PathOf(newName))
            : LibC.rename(from.PathOf(name), to.PathOf(newName)) == 0;
        if (!isMoved)
            throw DiskFailure.Last("Cannot replace", to.Shown(newName));
    }

    /// <summary>
    /// Moves a file where the file system has no hard links: a placeholder file reserves the name, and the rename replaces it.
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
        if (WindowsMove.TryMove(from.PathOf(name), to.PathOf(newName)))
            return true;
        if (Marshal.GetLastWin32Error() is Kernel32.AlreadyExists or Kernel32.FileExists)
            return false;
        throw DiskFailure.Last("Cannot move to", to.Shown(newName));
    }
}
