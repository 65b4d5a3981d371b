using System;
using System.IO;
using Xunit;
using static IpMsg.Node.Tests.FetchLab;
using static IpMsg.Node.Tests.Sent;

namespace IpMsg.Node.Tests;

/// <summary>Fetching into a disk with little room, or none.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly FetchLab _lab = new();
    private readonly SmallDisk _disk;

    public FullDiskTests() => _disk = new SmallDisk(_lab.Target);

    public void Dispose()
    {
        _disk.Dispose();
        _lab.Dispose();
    }

    [Fact]
    public void A_folder_that_fills_the_disk_leaves_it_empty()
    {
        string megabyte = new('x', 1 << 20);
        using var server = new ScriptedServer(Stream(Enter("d") + Put("a", megabyte) + Put("b", megabyte) + Put("c", megabyte) + Leave));
        var failure = _lab.Refused(server, WholeFolder("d"));
        Assert.Equal((IpMsgReason.TargetNotWritable, true), (failure.Reason, failure.Message.Contains("the disk is full")));
        _lab.RequireNothing();
    }

    [Fact]
    public void A_file_that_fills_the_disk_goes_on_when_there_is_room()
    {
        byte[] contents = Random(1_500_000);
        File.WriteAllBytes(_lab["ballast"], new byte[1 << 20]);
        using var server = new ScriptedServer(Honest(contents));
        Assert.Equal(IpMsgReason.TargetNotWritable, _lab.Refused(server, SingleFile("a", contents.Length)).Reason);
        Assert.DoesNotContain("a", _lab.Names);
        File.Delete(_lab["ballast"]);
        _lab.Options = _lab.Options with { Resumes = true };
        var result = _lab.Fetch(server, SingleFile("a", contents.Length));
        Assert.True(result.ResumedAt > 500_000);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    [Fact]
    public void A_disk_that_is_full_from_the_start_is_said_so()
    {
        _disk.Fill();
        using var server = new ScriptedServer(Honest([1]));
        var failure = _lab.Refused(server, SingleFile("a", 1));
        Assert.Equal((IpMsgReason.TargetNotWritable, true), (failure.Reason, failure.Message.Contains("the disk is full")));
        Assert.Equal(["ballast"], _lab.Names);
    }

    [Fact]
    public void A_file_that_gets_too_large_is_a_failure_of_the_disk()
    {
        // A limit of the process looks the same; but small disks in memory have none.
        using var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        file.Position = 1L << 62;
        var failure = Xunit.Record.Exception(() => DiskFailure.Write(file, new byte[10], 0, 10));
        Assert.SkipWhen(failure is null, "Files can be of any size here.");
        Assert.IsAssignableFrom<IOException>(failure);
    }
}
