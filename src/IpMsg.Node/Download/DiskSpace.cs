using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>Checks the free disk space, where the system reports it; a network share may not.</summary>
internal static class DiskSpace
{
    // Below this size the query costs more than the write.
    private const long MinChecked = 4 << 20;

    internal static void Require(FolderHandle folder, long bytes, DownloadFailures failures)
    {
        if (bytes < MinChecked)
            return;
        try
        {
            long free = new DriveInfo(Platform.IsWindows ? Path.GetPathRoot(folder.Path)! : folder.Path).AvailableFreeSpace;
            if (free < bytes)
                throw failures.NotEnoughSpace(folder.Path, bytes, free);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
        }
    }
}
