using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>Whether there is room for what is announced, as far as the system says: a share on another machine may not.</summary>
internal static class DiskSpace
{
    // Asking costs more than writing what is smaller.
    private const long MinChecked = 4 << 20;

    internal static void Require(FolderHandle folder, long bytes, DownloadFailures failures)
    {
        if (bytes < MinChecked)
            return;
        try
        {
            long free = new DriveInfo(Platform.IsWindows ? Path.GetPathRoot(folder.Path)! : folder.Path).AvailableFreeSpace;
            if (free < bytes)
                throw failures.NoRoom(folder.Path, bytes, free);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
        }
    }
}
