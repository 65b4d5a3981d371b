using System;
using System.IO;

namespace IpMsg.Node.Storage;

/// <summary>The user's folder for application data: <c>%LOCALAPPDATA%</c>, <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>.</summary>
internal static class ApplicationData
{
    /// <summary>
    /// The folder, which may not exist yet; an empty string for an account without a profile. Without DoNotVerify it would be empty for a
    /// folder that does not exist yet, too.
    /// </summary>
    internal static string Find() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>
    /// The error of an account without a profile. The folder must not become a relative path: a service starts in a system folder, or in
    /// one that others may write to.
    /// </summary>
    internal static DirectoryNotFoundException Missing() => new("This user has no folder for application data.");
}
