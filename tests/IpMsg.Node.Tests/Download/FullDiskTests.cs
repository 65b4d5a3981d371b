using System;
using System.IO;
using IpMsg.Node.Storage.Folders;
using IpMsg.Node.Tests.Support;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Fetching into a disk with little room, or none.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();
    private readonly SmallDisk _disk;

    public FullDiskTests() => _disk = new SmallDisk(_fixture.Target);

    public void Dispose()
    {
        _disk.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public void A_folder_that_fills_the_disk_leaves_it_empty()
    {
        string megabyte = new('x', 1 << 20);
        using var server = new ScriptedServer(Stream(Enter("d") + Put("a", megabyte) + Put("b", megabyte) + Put("c", megabyte) + Leave));
        var failure = _fixture.Refused(server, WholeFolder("d"));
        Assert.Equal((IpMsgErrorId.TargetNotWritable, true), (failure.ErrorId, failure.Message.Contains("the disk is full")));
        _fixture.RequireNothing();
    }

    [Fact]
    public void A_file_that_fills_the_disk_goes_on_when_there_is_room()
    {
        byte[] contents = Random(1_500_000);
        File.WriteAllBytes(_fixture["ballast"], new byte[1 << 20]);
        using var server = new ScriptedServer(Honest(contents));
        Assert.Equal(IpMsgErrorId.TargetNotWritable, _fixture.Refused(server, SingleFile("a", contents.Length)).ErrorId);
        Assert.DoesNotContain("a", _fixture.Names);
        File.Delete(_fixture["ballast"]);
        _fixture.Options = _fixture.Options with { Resumes = true };
        var result = _fixture.Fetch(server, SingleFile("a", contents.Length));
        Assert.True(result.ResumedAt > 500_000);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    [Fact]
    public void A_disk_that_is_full_from_the_start_is_said_so()
    {
        _disk.Fill();
        using var server = new ScriptedServer(Honest([1]));
        var failure = _fixture.Refused(server, SingleFile("a", 1));
        Assert.Equal((IpMsgErrorId.TargetNotWritable, true), (failure.ErrorId, failure.Message.Contains("the disk is full")));
        Assert.Equal(["ballast"], _fixture.Names);
    }

    [Fact]
    public void A_file_that_gets_too_large_is_a_failure_of_the_disk()
    {
        // A limit of the process looks the same; but small disks in memory have none.
        using var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write,
            FileShare.None, 1, FileOptions.DeleteOnClose);
        file.Position = 1L << 62;
        var failure = Xunit.Record.Exception(() => DiskFailure.Write(file, new byte[10], 0, 10));
        Assert.SkipWhen(failure is null, "Files can be of any size here.");
        Assert.IsAssignableFrom<IOException>(failure);
    }
}
