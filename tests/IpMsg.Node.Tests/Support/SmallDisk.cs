using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace IpMsg.Node.Tests.Support;

/// <summary>A disk of two megabytes at a folder, for those who may mount one; the others skip the test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _place;

    internal SmallDisk(string place)
    {
        _place = place;
        bool isMounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", place);
        Assert.SkipUnless(isMounted, "Only root can mount a small disk.");
    }

    /// <summary>What takes up the room.</summary>
    internal string Ballast => Path.Combine(_place, "ballast");

    /// <summary>Leaves no room at all.</summary>
    internal void Fill()
    {
        try
        {
            File.WriteAllBytes(Ballast, new byte[3 << 20]);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Remounts the disk; it refuses to become read-only while a file is open to write.</summary>
    internal void Remount(bool isReadOnly) =>
        Assert.True(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", _place), "The disk cannot be remounted.");

    public void Dispose() => Run("umount", "-l", _place);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
