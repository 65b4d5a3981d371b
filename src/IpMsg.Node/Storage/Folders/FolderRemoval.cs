using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Removes what a transfer left. Removes links and never follows them. What cannot be removed stays.</summary>
internal static class FolderRemoval
{
    /// <summary>Removes an entry and everything in it.</summary>
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

    /// <summary>Removes the entries of a folder, except one.</summary>
    internal static void Empty(FolderHandle folder, string? except = null)
    {
        // Some file systems skip entries while others are removed, so this repeats until nothing more can be removed.
        for (bool isProgress = true; isProgress;)
        {
            isProgress = false;
            foreach (string name in Chunk(folder))
            {
                if (name == except)
                    continue;
                Remove(folder, name);
                isProgress |= folder.KindOf(name) == EntryKind.None;
            }
        }
    }

    /// <summary>Removes an empty folder; false when it is not empty or is no folder.</summary>
    internal static bool TryRemoveEmpty(FolderHandle folder, string name) =>
        Platform.IsWindows ? Kernel32.RemoveDirectoryW(folder.PathOf(name)) : LibC.rmdir(folder.PathOf(name)) == 0;

    /// <summary>Removes a link; its target stays.</summary>
    internal static bool TryRemoveLink(FolderHandle folder, string name)
    {
        if (!Platform.IsWindows)
            return LibC.unlink(folder.PathOf(name)) == 0;
        // On Windows a link to a folder is a folder. The call removes no folder with contents.
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
        // Windows does not delete read-only files.
        PathTimes.Try(() => File.SetAttributes(folder.PathOf(name), FileAttributes.Normal));
        PathTimes.Try(() => File.Delete(folder.PathOf(name)));
    }

    // A folder can have a million entries, so they are read in chunks.
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
