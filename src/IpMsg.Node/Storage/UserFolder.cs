using System;
using System.IO;

namespace IpMsg.Node.Storage;

/// <summary>Where the module keeps what belongs to its user: keys, and the last packet number.</summary>
internal sealed class UserFolder
{
    /// <summary>The environment variable that stands in for <c>-KeyPath</c>.</summary>
    internal const string Variable = "IPMSG_KEYPATH";

    private UserFolder(string path) => Path = path;

    /// <summary>The folder, which need not exist yet.</summary>
    internal string Path { get; }

    /// <summary>The folder that is named, else the one of <see cref="Variable"/>, else the user's own for application data.</summary>
    internal static UserFolder Locate(string? named) => Locate(named, Environment.GetEnvironmentVariable(Variable));

    internal static UserFolder Locate(string? named, string? fromEnvironment) =>
        new(System.IO.Path.GetFullPath(
            !string.IsNullOrEmpty(named) ? named!
            : !string.IsNullOrEmpty(fromEnvironment) ? fromEnvironment!
            : System.IO.Path.Combine(ApplicationData(), "IpMsg")));

    /// <summary>The path of a file in the folder.</summary>
    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the folder unless it is there, for its user only.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be made.</exception>
    internal void Create() => PrivateFile.CreateFolder(Path);

    // Without the option a folder that nobody has made yet is not named at all.
    private static string ApplicationData() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
}
