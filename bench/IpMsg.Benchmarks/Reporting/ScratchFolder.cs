using System;
using System.IO;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>A folder for packet numbers and logs, so that a run leaves nothing in the user's own.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("ipmsg-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
