using System;
using System.IO;

namespace IpMsg.Node.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("ipmsg-test-").FullName;

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // Windows deletes no read-only files.
        foreach (string file in OperatingSystem.IsWindows() ? Directory.GetFiles(Path, "*", SearchOption.AllDirectories) : [])
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Path, recursive: true);
    }
}
