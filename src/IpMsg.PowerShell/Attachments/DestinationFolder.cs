using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.PowerShell.Parameters;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Finds the existing folder that a path leads to.</summary>
internal static class DestinationFolder
{
    /// <exception cref="IpMsgException">There is no such folder.</exception>
    internal static string OfLiteral(SessionState session, string path) =>
        Existing(FilePaths.Resolve(session, path, IpMsgErrorId.InvalidDestination), path);

    /// <exception cref="IpMsgException">The wildcards fit no folder, or several.</exception>
    internal static string OfPattern(SessionState session, string path)
    {
        string given = path;
        path = FilePaths.WithoutPrefix(path, Platform.IsWindows);
        if (!FilePaths.IsPattern(path))
            return OfLiteral(session, given);
        try
        {
            var fitting = session.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == "FileSystem" && fitting.Count == 1)
                return Existing(fitting[0], path);
            throw new IpMsgException(IpMsgErrorId.InvalidDestination,
                "'" + path + "' fits " + (fitting.Count == 0 ? "no folder" : fitting.Count + " places") + "; it has to fit one folder.",
                path);
        }
        catch (Exception exception) when (exception is SessionStateException or WildcardPatternException or ProviderInvocationException)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidDestination,
                "'" + path + "' is not a folder: " + exception.Message, path, null, exception);
        }
    }

    private static string Existing(string folder, string path)
    {
        PathCheck.Require(IpMsgErrorId.InvalidDestination, folder);
        return Directory.Exists(SystemPath.Of(folder)) ? folder : throw NoFolder(folder, path);
    }

    private static IpMsgException NoFolder(string folder, string path) => new(IpMsgErrorId.InvalidDestination,
        "'" + path + "' is " + (File.Exists(folder) ? "a file, not a folder." : "not there."), path);
}
