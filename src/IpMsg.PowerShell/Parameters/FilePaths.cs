using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Paths as people type them, relative to their location and with their drives, as paths of the file system.</summary>
internal static class FilePaths
{
    /// <exception cref="IpMsgException">The path leads nowhere, or to something that is no file.</exception>
    internal static string Resolve(SessionState session, string path, IpMsgErrorId id)
    {
        try
        {
            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
                throw new IpMsgException(id, "'" + path + "' is not in the file system but in " + provider.Name + ".", path);
            return resolved.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal) ? resolved : resolved + TrailingSeparator(path);
        }
        catch (Exception nowhere) when (nowhere is SessionStateException or ProviderInvocationException or ArgumentException or NotSupportedException)
        {
            throw new IpMsgException(id, "'" + path + "' is not a path: " + nowhere.Message, path, null, nowhere);
        }
    }

    /// <summary>True when a path has wildcards, or escapes characters that would be some, as Tab does: "report`[1`].txt".</summary>
    internal static bool IsPattern(string path) => WildcardPattern.ContainsWildcardCharacters(path) || path.IndexOf('`') >= 0;

    // A separator at the end says "folder", and resolving takes it away.
    private static string TrailingSeparator(string path) =>
        path[path.Length - 1] is '/' or '\\' ? Path.DirectorySeparatorChar.ToString() : "";
}
