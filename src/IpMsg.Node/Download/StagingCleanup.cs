using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// Removes old staging folders of downloads that nobody resumed; their offers have ended by then. Folders that may not be ours, and folders
/// in use, stay.
/// </summary>
internal static class StagingCleanup
{
    /// <summary>Longer than a usual absence of the user.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromDays(30);

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
        Run(target, DateTimeOffset.UtcNow - Age);
    }

    /// <summary>Removes staging folders that were last written before that time.</summary>
    internal static void Run(FolderHandle target, DateTimeOffset before)
    {
        try
        {
            foreach (string name in new List<string>(target.Names(StagingName.Prefix)))
                StagingFolder.TryOpenOld(target, name, before)?.Dispose();
        }
        // The cleanup is not part of the download that the user wants.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
