using System;

namespace IpMsg.Node.Tests.Support;

/// <summary>
/// Another folder for the user's application data, through the variable of the system, until disposal. Other tests name their folders.
/// </summary>
internal sealed class ApplicationDataFolder : IDisposable
{
    private const string Variable = "XDG_DATA_HOME";

    private readonly string? _former = Environment.GetEnvironmentVariable(Variable);

    internal ApplicationDataFolder(string path) => Environment.SetEnvironmentVariable(Variable, path);

    /// <summary>True on Linux: Windows and macOS ask the system for the folder.</summary>
    internal bool IsPossible { get; } = OperatingSystem.IsLinux();

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _former);
}
