using System;
using System.IO;
using System.Net;
using System.Runtime.InteropServices;
using IpMsg.Node.Download;
using IpMsg.Node.Storage.Folders;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;

namespace IpMsg.Node.Tests.Download;

/// <summary>What nobody goes on with is removed in the end, and nothing else.</summary>
public sealed class StagingCleanupTests : IDisposable
{
    private static readonly IPEndPoint s_server = new(IPAddress.Loopback, 2425);
    private static readonly DateTime s_long = DateTime.UtcNow.AddDays(-31), s_short = DateTime.UtcNow.AddDays(-29);

    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void What_a_fetch_left_behind_goes_after_thirty_days_when_another_has_fetched_something()
    {
        using var server = new ScriptedServer(serverConnection => serverConnection.Send(SenderScripts.Random(100)),
            SenderScripts.Honest([1, 2, 3]));
        Assert.Equal(IpMsgErrorId.TransferBroken, _fixture.Refused(server, SingleFile("a", 200)).ErrorId);
        string left = _fixture.Staging;
        Age(left, s_long);
        _fixture.Fetch(server, SingleFile("b", 3) with { Id = 7 });
        // It is marked, and goes a week later.
        Assert.Equal([Path.GetFileName(left), "b"], _fixture.Names);
        Sweep(days: 6);
        Assert.True(Directory.Exists(left));
        Sweep(days: 8);
        Assert.Equal(["b"], _fixture.Names);
        _fixture.RequireNothingOutside();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(365)]
    public void What_is_recent_stays_when_the_clock_is_wrong_for_a_while(int days)
    {
        string left = Leave();
        Sweep(days);
        Sweep(days + 6);
        // The clock is corrected, and wrong again, and right.
        Sweep();
        Sweep(days);
        Sweep(days: 8);
        Assert.True(Directory.Exists(left));
        Age(left, s_long);
        Sweep();
        Sweep(days: 8);
        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public void What_was_resumed_after_its_mark_is_recent_again()
    {
        string left = Leave();
        Age(left, s_long);
        Sweep();
        File.SetLastWriteTimeUtc(Path.Combine(left, "content"), DateTime.UtcNow.AddDays(1));
        Sweep(days: 8);
        // Old again, and not marked since.
        Sweep(days: 40);
        Assert.True(Directory.Exists(left));
        Sweep(days: 48);
        Assert.False(Directory.Exists(left));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("content")]
    public void What_was_written_to_since_stays(string what)
    {
        string left = Leave();
        Age(left, s_long);
        (what == "folder" ? (Action<string, DateTime>)Directory.SetLastWriteTimeUtc : File.SetLastWriteTimeUtc)(
            what == "folder" ? left : Path.Combine(left, what), s_short);
        Sweep();
        File.SetLastWriteTimeUtc(Path.Combine(left, "order"), s_short.AddDays(1));
        Sweep();
        Assert.True(Directory.Exists(left));
    }

    [Fact]
    public void What_somebody_is_at_stays()
    {
        using var target = FolderHandle.Open(_fixture.Target);
        var staging = StagingFolder.Open(target, Order(s_server, SingleFile("a", 1)), keepsLeftOver: true);
        staging.Folder.Create(StagingFolder.Content).Dispose();
        string left = _fixture.Staging;
        Age(left, s_long);
        Sweep();
        Sweep(days: 8);
        Assert.Equal(2, Directory.GetFiles(left).Length);
        staging.IsKept = true;
        staging.Dispose();
        Sweep();
        Sweep(days: 8);
        Assert.Empty(_fixture.Names);
    }

    [Theory]
    [InlineData("no order")]
    [InlineData("other order")]
    [InlineData("order is a link")]
    [InlineData("something else in it")]
    [InlineData("other name")]
    [InlineData("a file")]
    [InlineData("a link")]
    [InlineData("somebody else's")]
    public void What_is_not_certainly_ours_stays(string what)
    {
        string left = Leave(), order = Path.Combine(left, "order");
        switch (what)
        {
            case "no order": File.Delete(order); break;
            case "other order": File.WriteAllText(order, "ipmsg 2\nhello"); break;
            case "order is a link":
                Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
                File.Move(order, Path.Combine(_fixture.Target, "order"));
                File.CreateSymbolicLink(order, Path.Combine(_fixture.Target, "order"));
                break;
            case "something else in it": File.WriteAllText(Path.Combine(left, "notes"), ""); break;
            case "other name":
                Directory.Move(left, left = _fixture[".ipmsg-notes"]);
                break;
            case "a file":
                Directory.Delete(left, recursive: true);
                File.WriteAllText(left, "ipmsg 1\n");
                File.SetLastWriteTimeUtc(left, s_long);
                Sweep();
                Sweep(days: 8);
                Assert.True(File.Exists(left));
                return;
            case "a link":
                Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
                Directory.Move(left, _fixture["moved"]);
                Directory.CreateSymbolicLink(left, _fixture["moved"]);
                Age(_fixture["moved"], s_long);
                Sweep();
                Sweep(days: 8);
                Assert.Equal(2, Directory.GetFiles(_fixture["moved"]).Length);
                return;
            default:
                Assert.SkipUnless(!OperatingSystem.IsWindows() && Environment.UserName == "root", "only root can give folders away");
                Assert.Equal(0, chown(left, 65534, 65534));
                break;
        }
        Age(left, s_long);
        int before = Directory.GetFileSystemEntries(left).Length;
        Sweep();
        Sweep(days: 8);
        Assert.Equal(before, Directory.GetFileSystemEntries(left).Length);
    }

    [Theory]
    [InlineData(".ipmsg-0123456789abcdef", true)]
    [InlineData(".ipmsg-0123456789abcdef-2", true)]
    [InlineData(".ipmsg-0123456789abcdef-10", true)]
    [InlineData(".ipmsg-0123456789abcdef-", false)]
    [InlineData(".ipmsg-0123456789abcdef-old", false)]
    [InlineData(".ipmsg-0123456789abcdefa", false)]
    [InlineData(".ipmsg-0123456789ABCDEF", false)]
    [InlineData(".ipmsg-0123", false)]
    [InlineData("ipmsg-0123456789abcdef", false)]
    public void Names_are_told_apart(string name, bool isOne) => Assert.Equal(isOne, StagingName.IsMatch(name));

    private void Sweep(int days = 0)
    {
        using var target = FolderHandle.Open(_fixture.Target);
        StagingCleanup.Run(target, DateTimeOffset.UtcNow.AddDays(days));
    }

    private string Leave()
    {
        using var target = FolderHandle.Open(_fixture.Target);
        using var staging = StagingFolder.Open(target, Order(s_server, SingleFile("a", 1)), keepsLeftOver: true);
        staging.Folder.Create(StagingFolder.Content).Dispose();
        staging.IsKept = true;
        return _fixture.Staging;
    }

    private static void Age(string folder, DateTime time)
    {
        foreach (string path in Directory.GetFiles(folder))
            File.SetLastWriteTimeUtc(path, time);
        Directory.SetLastWriteTimeUtc(folder, time);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int chown(string path, uint owner, uint group);
}
