using System.Collections.Generic;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>Describes copies of segments that a synchronising program has made.</summary>
internal static class SegmentCopies
{
    private const int MaxNames = 5;

    /// <summary>What to tell the user; null without copies.</summary>
    internal static string? Describe(string folder, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return null;
        var listed = new List<string>();
        for (int at = 0; at < names.Count && at < MaxNames; at++)
            listed.Add("'" + names[at] + "'");
        string more = names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "";
        return $"The message store '{folder}' has files that another program has copied or renamed: {string.Join(", ", listed)}{more}."
            + " Their messages are not read and not cleared. Exclude the folder from synchronisation, and move or delete these files.";
    }
}
