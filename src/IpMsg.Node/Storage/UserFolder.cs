using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>The folder for the user's keys and last packet number.</summary>
internal sealed class UserFolder
{
    /// <summary>The environment variable that replaces <c>-KeyPath</c>.</summary>
    internal const string Variable = "IPMSG_KEYPATH";

    private readonly bool _isMissing;

    private UserFolder(string path, bool isMissing) => (Path, _isMissing) = (path, isMissing);

    /// <summary>The folder, which may not exist yet.</summary>
    internal string Path { get; }

    /// <summary>The given folder, else that of <see cref="Variable"/>, else the user's folder for application data.</summary>
    internal static UserFolder Locate(string? named) => Locate(named, Environment.GetEnvironmentVariable(Variable));

    internal static UserFolder Locate(string? named, string? fromEnvironment) => Locate(named, fromEnvironment, ApplicationData.Find());

    /// <param name="named">The folder that the user chose; null for none.</param>
    /// <param name="fromEnvironment">The value of <see cref="Variable"/>.</param>
    /// <param name="applicationData">
    /// The user's folder for application data. Without one the folder cannot be created, and has a name that nobody can know in advance.
    /// </param>
    internal static UserFolder Locate(string? named, string? fromEnvironment, string applicationData)
    {
        bool isMissing = string.IsNullOrEmpty(named) && string.IsNullOrEmpty(fromEnvironment) && applicationData.Length == 0;
        string path = System.IO.Path.GetFullPath(
            !string.IsNullOrEmpty(named) ? named!
            : !string.IsNullOrEmpty(fromEnvironment) ? fromEnvironment!
            : isMissing ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), "IpMsg-" + Guid.NewGuid().ToString("n"))
            : System.IO.Path.Combine(applicationData, "IpMsg"));
        return new UserFolder(SystemPath.Of(path, SystemPath.OwnNames), isMissing);
    }

    /// <summary>The path of a file in the folder.</summary>
    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Creates the folder for its user only, unless it exists.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal void Create()
    {
        if (_isMissing)
            throw ApplicationData.Missing();
        PrivateFile.CreateFolder(Path);
    }
}
