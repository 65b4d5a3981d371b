using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// Removes what earlier fetches left in a folder and nobody has gone on with since: by then its offer has ended. Whatever is not certainly
/// ours stays, and so does what somebody is at.
/// </summary>
internal static class StagingCleanup
{
    /// <summary>Longer than people are away.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromDays(30);

    // A folder may have a hundred thousand files, so it is looked through once.
    private const int MaxRemembered = 1_024;

    private static readonly HashSet<string> s_cleaned = [];

    /// <summary>The same, once for each folder and process.</summary>
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

    /// <summary>Removes what was written last before that time.</summary>
    internal static void Run(FolderHandle target, DateTimeOffset before)
    {
        try
        {
            foreach (string name in new List<string>(target.Names(StagingName.Prefix)))
                StagingFolder.TryOpenOld(target, name, before)?.Dispose();
        }
        // It is no part of what the user wants.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
