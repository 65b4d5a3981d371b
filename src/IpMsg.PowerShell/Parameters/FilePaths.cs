using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Converts PowerShell paths, relative or on a PowerShell drive, into file system paths.</summary>
internal static class FilePaths
{
    /// <exception cref="IpMsgException">The path is invalid, or not in the file system.</exception>
    internal static string Resolve(SessionState session, string path, IpMsgErrorId id)
    {
        try
        {
            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
                throw new IpMsgException(id, "'" + path + "' is not in the file system but in " + provider.Name + ".", path);
            bool hasSeparator = resolved.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal);
            return hasSeparator ? resolved : resolved + TrailingSeparator(path);
        }
        catch (Exception exception) when (exception is SessionStateException or ProviderInvocationException
            or ArgumentException or NotSupportedException)
        {
            throw new IpMsgException(id, "'" + path + "' is not a path: " + exception.Message, path, null, exception);
        }
    }

    /// <summary>True when a path has wildcard characters, or escapes them as completion does: "report`[1`].txt".</summary>
    internal static bool IsPattern(string path) => WildcardPattern.ContainsWildcardCharacters(path) || path.IndexOf('`') >= 0;

    // A separator at the end means a folder; the engine removes it.
    private static string TrailingSeparator(string path) =>
        path[path.Length - 1] is '/' or '\\' ? Path.DirectorySeparatorChar.ToString() : "";
}
