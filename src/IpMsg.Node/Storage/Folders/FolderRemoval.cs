using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Removes what a transfer left behind. Links are removed and never followed; what cannot be removed stays.</summary>
internal static class FolderRemoval
{
    /// <summary>Removes an entry with all that is in it.</summary>
    internal static void Remove(FolderHandle folder, string name)
    {
        switch (folder.KindOf(name))
        {
            case EntryKind.Folder:
                RemoveFolder(folder, name);
                break;
            case EntryKind.Link:
                TryRemoveLink(folder, name);
                break;
            case EntryKind.File:
                RemoveFile(folder, name);
                break;
        }
    }

    /// <summary>Removes what is in a folder, but for one name.</summary>
    internal static void Empty(FolderHandle folder, string? except = null)
    {
        // A system may pass over entries when others are removed while it reads them; so it is asked again until nothing goes.
        for (bool goes = true; goes;)
        {
            goes = false;
            foreach (string name in Chunk(folder))
            {
                if (name == except)
                    continue;
                Remove(folder, name);
                goes |= folder.KindOf(name) == EntryKind.None;
            }
        }
    }

    /// <summary>Removes an empty folder; false when it is not empty or no folder.</summary>
    internal static bool TryRemoveEmpty(FolderHandle folder, string name) =>
        Platform.IsWindows ? Kernel32.RemoveDirectoryW(folder.PathOf(name)) : LibC.rmdir(folder.PathOf(name)) == 0;

    /// <summary>Removes a link, and nothing of what it leads to.</summary>
    internal static bool TryRemoveLink(FolderHandle folder, string name)
    {
        if (!Platform.IsWindows)
            return LibC.unlink(folder.PathOf(name)) == 0;
        // Links to folders are folders there; the call removes no folder that has contents.
        PathTimes.Try(() => File.Delete(folder.PathOf(name)));
        return folder.KindOf(name) == EntryKind.None || Kernel32.RemoveDirectoryW(folder.PathOf(name));
    }

    private static void RemoveFolder(FolderHandle folder, string name)
    {
        try
        {
            using var inner = folder.Enter(name);
            Empty(inner);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
        TryRemoveEmpty(folder, name);
    }

    private static void RemoveFile(FolderHandle folder, string name)
    {
        if (!Platform.IsWindows)
        {
            _ = LibC.unlink(folder.PathOf(name));
            return;
        }
        // Windows does not delete what is read-only.
        PathTimes.Try(() => File.SetAttributes(folder.PathOf(name), FileAttributes.Normal));
        PathTimes.Try(() => File.Delete(folder.PathOf(name)));
    }

    // A folder may have a million entries; they need not all be in memory.
    private static List<string> Chunk(FolderHandle folder)
    {
        const int Most = 4096;
        var names = new List<string>();
        foreach (string name in folder.Names())
        {
            names.Add(name);
            if (names.Count == Most)
                break;
        }
        return names;
    }
}
