using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// Removes old staging folders of downloads that nobody resumed; their offers have ended by then. Folders that may not be ours, and folders
/// in use, stay. An old folder is marked first, and removed when it is still old a week later: a clock that is ahead for a while removes
/// nothing.
/// </summary>
internal static class StagingCleanup
{
    /// <summary>Longer than a usual absence of the user.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>How long a folder is marked before it is removed.</summary>
    internal static readonly TimeSpan MarkAge = TimeSpan.FromDays(7);

    // A folder can have a hundred thousand files, so each folder is searched once.
    private const int MaxRemembered = 1_024;

    private static readonly HashSet<string> s_cleaned = [];

    /// <summary>Removes old staging folders, once for each folder and process.</summary>
    internal static void RunOnce(FolderHandle target)
    {
        lock (s_cleaned)
        {
            if (s_cleaned.Count >= MaxRemembered)
                s_cleaned.Clear();
            if (!s_cleaned.Add(target.Path))
                return;
        }
        Run(target, DateTimeOffset.UtcNow);
    }

    /// <summary>Marks and removes staging folders.</summary>
    internal static void Run(FolderHandle target, DateTimeOffset now)
    {
        try
        {
            foreach (string name in new List<string>(target.Names(StagingName.Prefix)))
                StagingFolder.TryOpenOld(target, name, now)?.Dispose();
        }
        // The cleanup is not part of the download that the user wants.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
