using System;
using System.IO;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Times and permissions.</summary>
public sealed class FileMetadataTests : IDisposable
{
    private static readonly DateTime s_time = DateTimeOffset.FromUnixTimeSeconds(0x6553f100).UtcDateTime;
    private static readonly DateTime s_other = DateTimeOffset.FromUnixTimeSeconds(0x6553f000).UtcDateTime;

    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_file_has_the_time_of_the_offer()
    {
        using var server = new ScriptedServer(Honest([1]));
        var result = _fixture.Fetch(server, SingleFile("a", 1) with { Modified = new DateTimeOffset(s_time) });
        Assert.Equal(s_time, File.GetLastWriteTimeUtc(result.Path));
    }

    [Fact]
    public void A_file_that_was_gone_on_with_has_it_too()
    {
        byte[] contents = Random(200_000);
        using var server = new ScriptedServer(serverConnection => serverConnection.Send(contents.AsSpan(0, 100_000)), Honest(contents));
        var attachment = SingleFile("a", contents.Length) with { Modified = new DateTimeOffset(s_time) };
        _fixture.Refused(server, attachment);
        _fixture.Options = _fixture.Options with { Resumes = true };
        Assert.Equal(s_time, File.GetLastWriteTimeUtc(_fixture.Fetch(server, attachment).Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(82)]
    public void R82_files_and_folders_have_the_times_of_their_records_and_folders_those_of_their_ends(bool merges)
    {
        if (merges)
        {
            Directory.CreateDirectory(_fixture["d/e"]);
            _fixture.Options = _fixture.Options with { Overwrites = true };
        }
        using var server = new ScriptedServer(Stream(
            Record("d:0:2:14=1") + Record("e:0:2:14=6553f000") + Record("f:1:1:14=6553f100:15=6553f000") + "x" + Leave
            + Record("g:1:1:14=6553f000") + "x" + Record(".:0:3:14=6553f100:16=6553f000")));
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(s_time, File.GetLastWriteTimeUtc(_fixture["d/e/f"]));
        Assert.Equal(s_other, File.GetLastAccessTimeUtc(_fixture["d/e/f"]));
        Assert.Equal(s_other, File.GetLastWriteTimeUtc(_fixture["d/g"]));
        Assert.Equal(s_other, Directory.GetLastWriteTimeUtc(_fixture["d/e"]));
        Assert.Equal(s_time, Directory.GetLastWriteTimeUtc(_fixture["d"]));
    }

    [Theory]
    [InlineData("10=1ed", "755")]
    [InlineData("10=fff", "755")]
    [InlineData("10=81a4", "644")]
    [InlineData("10=0", "600")]
    [InlineData("14=1", "644")]
    public void Permissions_are_those_of_the_sender_within_those_of_the_user(string extra, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        Assert.SkipUnless(LibCFiles.Mask() == 0x12, "The expectations are those of the usual mask, 022.");
        using var server = new ScriptedServer(
            Stream(Enter("d") + Record("f:0:1:" + extra) + Record("r:0:101:" + extra) + Record("e:0:2:" + extra) + Leave + Leave));
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(expected, Mode(ModeOf(_fixture["d/f"])));
        Assert.Equal(Convert.ToInt32(expected, 8) & ~0x92, (int)ModeOf(_fixture["d/r"]));
        Assert.Equal(extra == "14=1" ? "755" : Mode((UnixFileMode)(Convert.ToInt32(expected, 8) | 0x1C0) & ~(UnixFileMode)0x12),
            Mode(ModeOf(_fixture["d/e"])));
    }

    [Fact]
    public void The_users_mask_stays_as_it_is_however_many_ask_for_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mask.");
        int mask = LibCFiles.Mask();
        Parallel.For(0, 1_000, _ => Assert.Equal(mask, LibCFiles.Mask()));
        Assert.Equal(mask, LibCFiles.Mask());
    }

    [Fact]
    public void A_staging_folder_is_its_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        using var server = new ScriptedServer(serverConnection => serverConnection.Send("x"));
        _fixture.Refused(server, SingleFile("a", 2));
        Assert.Equal("700", Mode(ModeOf(_fixture.Staging)));
    }

    [Fact]
    public void A_read_only_file_is_one_here_too()
    {
        using var server = new ScriptedServer(Honest([1]));
        string path = _fixture.Fetch(server, SingleFile("a", 1) with { Flags = FileFlags.ReadOnly }).Path;
        Assert.True((File.GetAttributes(path) & FileAttributes.ReadOnly) != 0);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public void Impossible_times_are_no_reason_to_lose_a_file()
    {
        using var server = new ScriptedServer(Stream(Enter("d") + Record("f:1:1:14=ffffffffffffffff:15=400000000:16=1") + "x" + Leave));
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal("x", File.ReadAllText(_fixture["d/f"]));
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(path);

    private static string Mode(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}
