using System;
using System.IO;
using Xunit;

namespace IpMsg.Node.Tests.Support;

/// <summary>For tests that need the time of a file's creation, by which we tell a file that grows from another one.</summary>
internal static class CreationTimes
{
    internal static void Require(TemporaryFolder folder)
    {
        string path = folder["created"];
        File.WriteAllText(path, "");
        var before = File.GetCreationTimeUtc(path);
        File.SetLastWriteTimeUtc(path, before.AddDays(1));
        Assert.SkipWhen(OperatingSystem.IsWindows() && File.GetCreationTimeUtc(path) != before,
            "Wine reports the time of the last change as that of the creation.");
        File.Delete(path);
    }
}
