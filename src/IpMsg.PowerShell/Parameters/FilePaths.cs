using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Converts PowerShell paths, relative or on a PowerShell drive, into file system paths.</summary>
internal static class FilePaths
{
    /// <exception cref="IpMsgException">The path is invalid, or not in the file system.</exception>
    internal static string Resolve(SessionState session, string path, IpMsgErrorId id)
    {
        // A full path of the file system. Early versions of PowerShell 7 read it as one of the current drive.
        if (Platform.IsWindows && WindowsPath.IsExact(path))
            return WindowsPath.Plain(path);
        try
        {
            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
                throw new IpMsgException(
                    id, "'" + path + "' is not in the file system but in " + provider.Name + ".", path, AdviceFor(path));
            resolved = WithoutPrefix(resolved, Platform.IsWindows);
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
    internal static bool IsPattern(string path) => !(Platform.IsWindows && WindowsPath.IsExact(path))
        && (WildcardPattern.ContainsWildcardCharacters(path) || path.IndexOf('`') >= 0);

    /// <summary>The path without the prefix <c>\\?\</c> where that is the same: the engine would take its "?" for a wildcard.</summary>
    internal static string WithoutPrefix(string path, bool isWindows) => isWindows ? WindowsPath.Plain(path) : path;

    /// <summary>
    /// The path of a file for the provider's cmdlets. Those of .NET Framework need the prefix for a long path, and some of PowerShell 7
    /// do not know it.
    /// </summary>
    internal static string ForProvider(string path, bool isWindows, bool isFramework) =>
        "Microsoft.PowerShell.Core\\FileSystem::" + (isWindows && isFramework ? WindowsPath.ForCalls(path) : path);

    // The provider of a path without a drive is that of the current location.
    private static string AdviceFor(string path) => path.StartsWith("\\", StringComparison.Ordinal)
        ? "Name the file system: FileSystem::" + path
        : "Give a path of the file system, with its drive: $HOME" + Path.DirectorySeparatorChar + "ipmsg";

    // A separator at the end means a folder; the engine removes it.
    private static string TrailingSeparator(string path) =>
        path[path.Length - 1] is '/' or '\\' ? Path.DirectorySeparatorChar.ToString() : "";
}
