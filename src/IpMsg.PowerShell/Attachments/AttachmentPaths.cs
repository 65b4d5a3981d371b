using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Parameters;

namespace IpMsg.PowerShell.Attachments;

/// <summary>What people give as attachments, as paths of the file system: paths with and without wildcards, and what Get-ChildItem emits.</summary>
internal static class AttachmentPaths
{
    /// <exception cref="IpMsgException">Nothing is there, or it is nothing that could be sent.</exception>
    internal static IReadOnlyList<string> Of(object value, SessionState session)
    {
        switch (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value)
        {
            case string path:
                return OfText(path, session);
            case FileSystemInfo file:
                return [file.FullName];
            case PathInfo { Provider.Name: "FileSystem" } place:
                return [place.ProviderPath];
            // What a job or Export-Clixml made of a file.
            case PSObject revived when revived.Properties["FullName"]?.Value?.ToString() is { Length: > 0 } path:
                return [path];
            default:
                throw new IpMsgException(IpMsgErrorId.InputNotSupported, "'" + value + "' is neither a path nor a file nor a folder.", value, "Give paths, or what Get-Item and Get-ChildItem emit.");
        }
    }

    // A file may well be called "report[1].txt", and then it is meant.
    private static IReadOnlyList<string> OfText(string path, SessionState session)
    {
        string literal = FilePaths.Resolve(session, path, IpMsgErrorId.AttachmentNotFound);
        if (!FilePaths.IsPattern(path) || File.Exists(literal) || Directory.Exists(literal))
            return [literal];
        try
        {
            var found = session.Path.GetResolvedProviderPathFromPSPath(path, out _);
            return found.Count > 0 ? found : throw NothingFits(path, null);
        }
        catch (Exception nothing) when (nothing is SessionStateException or WildcardPatternException or ProviderInvocationException)
        {
            throw NothingFits(path, nothing);
        }
    }

    private static IpMsgException NothingFits(string path, Exception? inner) => new(IpMsgErrorId.AttachmentNotFound, "No file or folder fits '" + path + "'.", path, null, inner);
}
