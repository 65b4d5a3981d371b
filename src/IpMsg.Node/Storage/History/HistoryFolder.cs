using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.History;

/// <summary>Locates the stores of a user: one folder for each IPMsg user name inside the data folder.</summary>
internal static class HistoryFolder
{
    /// <summary>The environment variable that replaces <c>-DataPath</c>.</summary>
    internal const string Variable = "IPMSG_DATAPATH";

    // Up to three bytes each in UTF-8; a file name has up to 255 bytes.
    private const int MaxNameLength = 60;

    // The prefix avoids CON, NUL and other device names, and an empty name.
    private const string Prefix = "user-";
    private const int EscapeLength = 4;

    /// <summary>
    /// Finds the folder of a user name's store: inside the given data folder, else inside that of <see cref="Variable"/>, else inside the
    /// user's folder for application data (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>; <c>%LOCALAPPDATA%</c>).
    /// </summary>
    /// <param name="named">The data folder; null for the default.</param>
    /// <param name="userName">The IPMsg user name without a fingerprint.</param>
    internal static string Find(string? named, string userName) => Find(named, Environment.GetEnvironmentVariable(Variable), userName);

    internal static string Find(string? named, string? fromEnvironment, string userName) =>
        Find(named, fromEnvironment, userName, ApplicationData.Find());

    /// <exception cref="DirectoryNotFoundException">None of the folders is given.</exception>
    internal static string Find(string? named, string? fromEnvironment, string userName, string applicationData) =>
        Path.Combine(Root(named, fromEnvironment, applicationData), SafeName(userName));

    /// <summary>The data folder of a store that <see cref="Find(string?, string)"/> has found.</summary>
    internal static string? DataPathOf(string store) => Path.GetDirectoryName(Path.GetDirectoryName(store));

    /// <summary>The IPMsg user names that have a store below a data folder, in the order of their letters.</summary>
    /// <param name="named">The data folder; null for the usual one.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be read.</exception>
    internal static IReadOnlyList<string> UserNames(string? named)
    {
        var names = new List<string>();
        string root = Root(named, Environment.GetEnvironmentVariable(Variable), ApplicationData.Find());
        if (!Directory.Exists(root))
            return names;
        foreach (string folder in Directory.GetDirectories(root, Prefix + "*"))
        {
            // Of a name that was cut, only its owner knows the rest.
            if (ReadName(Path.GetFileName(folder)) is { } name)
                names.Add(name);
        }
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    // The full path first: Windows drops a space at the end of a path, as "set IPMSG_DATAPATH=C:\data && pwsh" leaves it, but not inside.
    private static string Root(string? named, string? fromEnvironment, string applicationData) => SystemPath.Of(
        Path.Combine(
            Path.GetFullPath(!string.IsNullOrEmpty(named) ? named
                : !string.IsNullOrEmpty(fromEnvironment) ? fromEnvironment
                : applicationData.Length > 0 ? Path.Combine(applicationData, "IpMsg")
                : throw ApplicationData.Missing()),
            "history"),
        SystemPath.OwnNames);

    /// <summary>
    /// A folder name for a user name. IPMsg compares names without case, so it is lower-case. Characters that a file system may forbid, and
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
        string name = Prefix + safe;
        return name.Length <= MaxNameLength
            ? name
            : name.Substring(0, MaxNameLength) + "~" + Fnv(name).ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>The user name of a folder, in lower case; null when the folder has another name, or one that was cut.</summary>
    internal static string? ReadName(string folder)
    {
        if (!folder.StartsWith(Prefix, StringComparison.Ordinal) || folder.IndexOf('~') >= 0)
            return null;
        var name = new StringBuilder();
        for (int at = Prefix.Length; at < folder.Length; at++)
        {
            if (folder[at] != '%')
                name.Append(folder[at]);
            else if (at + EscapeLength < folder.Length && ushort.TryParse(
                folder.Substring(at + 1, EscapeLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort value))
                (name, at) = (name.Append((char)value), at + EscapeLength);
            else
                return null;
        }
        return name.ToString();
    }

    // The hash covers the whole name, because two long names can start equally.
    private static ulong Fnv(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char each in text)
            hash = unchecked((hash ^ each) * 1099511628211);
        return hash;
    }
}
