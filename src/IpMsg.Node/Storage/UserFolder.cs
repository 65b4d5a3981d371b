using System;
using System.IO;

namespace IpMsg.Node.Storage;

/// <summary>The folder for the user's keys and last packet number.</summary>
internal sealed class UserFolder
{
    /// <summary>The environment variable that replaces <c>-KeyPath</c>.</summary>
    internal const string Variable = "IPMSG_KEYPATH";

    private UserFolder(string path) => Path = path;

    /// <summary>The folder, which may not exist yet.</summary>
    internal string Path { get; }

    /// <summary>The given folder, else that of <see cref="Variable"/>, else the user's folder for application data.</summary>
    internal static UserFolder Locate(string? named) => Locate(named, Environment.GetEnvironmentVariable(Variable));

    internal static UserFolder Locate(string? named, string? fromEnvironment) =>
        new(System.IO.Path.GetFullPath(
            !string.IsNullOrEmpty(named) ? named!
            : !string.IsNullOrEmpty(fromEnvironment) ? fromEnvironment!
            : System.IO.Path.Combine(ApplicationData(), "IpMsg")));

    /// <summary>The path of a file in the folder.</summary>
    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Creates the folder for its user only, unless it exists.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal void Create() => PrivateFile.CreateFolder(Path);

    // Without DoNotVerify, a folder that does not exist yet is returned as an empty string.
    private static string ApplicationData() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
}
