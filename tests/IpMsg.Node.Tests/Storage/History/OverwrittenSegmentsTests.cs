using System.IO;
using System.Text;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Journal;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class OverwrittenSegmentsTests
{
    private const string Folder = "/store";

    [Fact]
    public void What_a_failed_flush_has_left_is_flushed_by_the_next_one_and_once()
    {
        var disk = new MemoryDisk();
        disk.CreateFolder(Folder);
        for (int segment = 1; segment <= 3; segment++)
        {
            using var file = disk.Open(SegmentNames.PathOf(Folder, segment), StoreFileMode.WriteOrCreate);
            file.Write(0, Encoding.ASCII.GetBytes("x\n"), 0, 2);
        }
        var overwritten = new OverwrittenSegments(disk, Folder);
        overwritten.Add(1);
        overwritten.Add(3);
        // A segment that retention has removed needs no flush.
        overwritten.Add(7);
        disk.FlushFailure = new IOException("refused");
        Assert.Throws<IOException>(overwritten.Flush);

        disk.FlushFailure = null;
        disk.Flushes = 0;
        overwritten.Flush();
        Assert.Equal(2, disk.Flushes);
        overwritten.Flush();
        Assert.Equal(2, disk.Flushes);
    }
}
