using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpMsg.Node.Contacts;

/// <summary>Where contacts are: the files in order of precedence, the first of which is written.</summary>
internal static class ContactPaths
{
    /// <summary>The environment variable that replaces <c>-ContactPath</c>: files separated as in PATH.</summary>
    internal const string Variable = "IPMSG_CONTACTS";

    /// <summary>
    /// The user's own file: <c>$XDG_CONFIG_HOME/IpMsg/contacts.json</c> or <c>~/.config/IpMsg/contacts.json</c>,
    /// <c>~/Library/Application Support/IpMsg/contacts.json</c> on macOS, <c>%APPDATA%\IpMsg\contacts.json</c>. Null for an account without
    /// a profile.
    /// </summary>
    internal static string? Default =>
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } folder ? Path.Combine(folder, "IpMsg", "contacts.json") : null;

    /// <summary>The files of a value of <see cref="Variable"/>, else the user's own one.</summary>
    internal static IReadOnlyList<string> Locate(string? fromEnvironment)
    {
        string[] named = [.. (fromEnvironment ?? "").Split(Path.PathSeparator).Select(static each => each.Trim())
            .Where(static each => each.Length > 0)];
        return named.Length > 0 ? named : Default is { } own ? [own] : [];
    }
}
