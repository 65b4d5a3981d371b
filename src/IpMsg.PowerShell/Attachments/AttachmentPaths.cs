using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.PowerShell.Parameters;

namespace IpMsg.PowerShell.Attachments;

/// <summary>
/// Converts the values of -Attachment and -Image into file system paths: paths with and without wildcards, and the output of Get-ChildItem.
/// </summary>
internal static class AttachmentPaths
{
    /// <exception cref="IpMsgException">No file or folder fits, or the value is of another type.</exception>
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
            // A deserialized file.
            case PSObject deserialized when deserialized.Properties["FullName"]?.Value?.ToString() is { Length: > 0 } path:
                return [path];
            default:
                throw new IpMsgException(IpMsgErrorId.InputNotSupported,
                    "'" + value + "' is neither a path nor a file nor a folder.", value,
                    "Give paths, or what Get-Item and Get-ChildItem write.");
        }
    }

    // A file may be called "report[1].txt"; then it is that file.
    private static Collection<string> OfText(string path, SessionState session)
    {
        string literal = FilePaths.Resolve(session, path, IpMsgErrorId.AttachmentNotFound);
        path = FilePaths.WithoutPrefix(path, Platform.IsWindows);
        if (!FilePaths.IsPattern(path) || File.Exists(literal) || Directory.Exists(literal))
            return [literal];
        try
        {
            var found = session.Path.GetResolvedProviderPathFromPSPath(path, out _);
            return found.Count > 0 ? found : throw NothingFits(path, null);
        }
        catch (Exception exception) when (exception is SessionStateException or WildcardPatternException or ProviderInvocationException)
        {
            throw NothingFits(path, exception);
        }
    }

    private static IpMsgException NothingFits(string path, Exception? inner) => new(IpMsgErrorId.AttachmentNotFound,
        "No file or folder fits '" + path + "'.", path, null, inner);
}
