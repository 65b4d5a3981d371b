using System;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Folders;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

/// <summary>Files that another program has open while ours move and replace them. Only Windows lets it forbid that.</summary>
public sealed class BusyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("moved exclusively")]
    [InlineData("moved out of a download")]
    [InlineData("replaced by a key")]
    [InlineData("replaced by a segment")]
    [InlineData("replaced by a download")]
    public void A_file_that_a_scanner_has_open_for_a_moment_is(string what)
    {
        string old = _folder["old"], other = _folder["other"];
        File.WriteAllText(old, "old");
        bool isMove = what.StartsWith("moved", StringComparison.Ordinal);
        if (!isMove)
            File.WriteAllText(other, "new");
        using var target = FolderHandle.Open(_folder.Path);
        var scanner = new FileStream(old, FileMode.Open, FileAccess.Read, FileShare.Read);
        // A thread of its own: the pool may have none for longer than our code waits.
        var scan = new Thread(() =>
        {
            Thread.Sleep(50);
            scanner.Dispose();
        });
        scan.Start();
        switch (what)
        {
            case "moved exclusively":
                Assert.True(ExclusiveMove.TryMove(old, other));
                break;
            case "moved out of a download":
                Assert.True(FolderMoves.TryMoveFile(target, "old", target, "other"));
                break;
            case "replaced by a key":
                AtomicFile.Replace(old, "new"u8.ToArray());
                break;
            case "replaced by a segment":
                DiskFiles.Instance.Replace(other, old);
                break;
            default:
                FolderMoves.Replace(target, "other", target, "old");
                break;
        }
        scan.Join();
        Assert.Equal(isMove ? "old" : "new", File.ReadAllText(isMove ? other : old));
    }

    [Fact]
    public void A_file_that_stays_open_is_an_error_and_stays()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere an open file can be replaced.");
        File.WriteAllText(_folder["old"], "old");
        using var editor = new FileStream(_folder["old"], FileMode.Open, FileAccess.Read, FileShare.Read);
        Assert.Throws<IOException>(() => AtomicFile.Replace(_folder["old"], "new"u8.ToArray()));
        Assert.Equal("old", File.ReadAllText(_folder["old"]));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.new"));
    }

    [Fact]
    public void A_file_that_others_read_with_permission_to_delete_is_replaced_and_they_keep_the_old_one()
    {
        File.WriteAllText(_folder["old"], "old");
        using var reader = new StreamReader(
            new FileStream(_folder["old"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        AtomicFile.Replace(_folder["old"], "new"u8.ToArray());
        Assert.Equal(("new", "old"), (File.ReadAllText(_folder["old"]), reader.ReadToEnd()));
    }
}
