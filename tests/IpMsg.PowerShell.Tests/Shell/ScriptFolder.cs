using System;
using System.IO;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>A folder of scripts that lives as long as a test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("shell-test-").FullName;

    /// <summary>Writes a script and returns its path.</summary>
    public string Add(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
