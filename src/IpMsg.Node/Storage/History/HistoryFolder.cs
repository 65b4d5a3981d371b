using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace IpMsg.Node.Storage.History;

/// <summary>Where the stores of a user are: one folder for each IPMsg user name, below the data folder.</summary>
internal static class HistoryFolder
{
    /// <summary>The environment variable that stands in for <c>-DataPath</c>.</summary>
    internal const string Variable = "IPMSG_DATAPATH";

    // In UTF-8 three bytes each, of the 255 that a file name may have.
    private const int MaxNameLength = 60;

    /// <summary>
    /// The folder of a user name's store: below the path that is named, else below that of <see cref="Variable"/>, else below the user's
    /// own folder for application data (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>; <c>%LOCALAPPDATA%</c>).
    /// </summary>
    /// <param name="named">The data folder; null for the usual one.</param>
    /// <param name="userName">The IPMsg user name without a fingerprint.</param>
    internal static string Find(string? named, string userName) => Find(named, Environment.GetEnvironmentVariable(Variable), userName);

    internal static string Find(string? named, string? fromEnvironment, string userName) =>
        Path.GetFullPath(Path.Combine(
            !string.IsNullOrEmpty(named) ? named
            : !string.IsNullOrEmpty(fromEnvironment) ? fromEnvironment
            : Path.Combine(ApplicationData(), "IpMsg"),
            "history",
            SafeName(userName)));

    // Without the option a folder that nobody has made yet is not named at all.
    private static string ApplicationData() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>
    /// A file name for a user name. IPMsg compares names without letter case, so it is in lower case; what a file system may not have, and
    /// names that Windows reserves, are escaped, so that different names have different folders.
    /// </summary>
    internal static string SafeName(string userName)
    {
        var safe = new StringBuilder();
        foreach (char each in userName.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(each) || each is '-' or '_')
                safe.Append(each);
            else
                safe.Append('%').Append(((int)each).ToString("x4", CultureInfo.InvariantCulture));
        }
        // "user-" keeps CON, NUL and their like apart, and an empty name from naming the folder above.
        string name = "user-" + safe;
        return name.Length <= MaxNameLength
            ? name
            : name.Substring(0, MaxNameLength) + "~" + Fnv(name).ToString("x16", CultureInfo.InvariantCulture);
    }

    // Of the whole name, for two long ones may begin alike.
    private static ulong Fnv(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char each in text)
            hash = unchecked((hash ^ each) * 1099511628211);
        return hash;
    }
}
