using System.IO;
using System.Management.Automation;

namespace IpMsg.PowerShell.Chat;

/// <summary>Paths as the user types them: relative to the current location, with ~ for the own folder.</summary>
/// <param name="cmdlet">The cmdlet, whose location counts.</param>
internal sealed class ChatPaths(PSCmdlet cmdlet)
{
    /// <summary>The full path; null when it is none of a file system.</summary>
    internal string? Resolve(string path)
    {
        try
        {
            // Brackets mean themselves in this method.
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full : null;
        }
        catch (RuntimeException)
        {
            // A drive that does not exist, or a character that no path has.
            return null;
        }
    }

    /// <summary>The file or folder, as Get-Item writes it; null when there is none.</summary>
    internal FileSystemInfo? Find(string path) => Resolve(path) is not { } full ? null
        : Directory.Exists(full) ? new DirectoryInfo(full)
        : File.Exists(full) ? new FileInfo(full)
        : null;
}
