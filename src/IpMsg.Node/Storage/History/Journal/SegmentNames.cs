using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>The files of a store: <c>history-000001.jsonl</c> and so on. The last one is the current segment.</summary>
internal static class SegmentNames
{
    private const string Prefix = "history-", Suffix = ".jsonl", Draft = ".new";

    internal static string PathOf(string folder, int number) =>
        Path.Combine(folder, Prefix + number.ToString("D6", CultureInfo.InvariantCulture) + Suffix);

    /// <summary>A name for the rewrite of a segment.</summary>
    internal static string DraftOf(string folder, int number) => PathOf(folder, number) + "." + Guid.NewGuid().ToString("N") + Draft;

    /// <summary>The numbers of all segments, ascending.</summary>
    internal static List<int> List(IStoreFiles files, string folder)
    {
        var numbers = new List<int>();
        foreach (string name in files.List(folder))
        {
            if (NumberOf(name) is { } number)
                numbers.Add(number);
        }
        numbers.Sort();
        return numbers;
    }

    /// <summary>
    /// The names of files that look like a segment and are none, such as <c>history-000001 (conflicted copy).jsonl</c>. A program that
    /// synchronises a folder gives such names to files that two machines have changed.
    /// </summary>
    internal static List<string> ListCopies(IStoreFiles files, string folder)
    {
        var copies = new List<string>();
        foreach (string name in files.List(folder))
        {
            bool isLike = name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);
            if (isLike && (NumberOf(name) is not { } number || PathOf(folder, number) != Path.Combine(folder, name)))
                copies.Add(name);
        }
        copies.Sort(StringComparer.Ordinal);
        return copies;
    }

    /// <summary>Removes rewrites that a killed process left. The caller has the store's lock.</summary>
    internal static void Sweep(IStoreFiles files, string folder)
    {
        foreach (string name in files.List(folder))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Draft, StringComparison.Ordinal))
                TryDelete(files, Path.Combine(folder, name));
        }
    }

    // On Windows one that was removed stays while another process has it open, and refuses everything.
    private static void TryDelete(IStoreFiles files, string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static int? NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && int.TryParse(name.Substring(Prefix.Length, Math.Max(0, name.Length - Prefix.Length - Suffix.Length)), NumberStyles.None,
            CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : null;
}
