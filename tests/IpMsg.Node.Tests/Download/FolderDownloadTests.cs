using System;
using System.IO;
using System.Linq;
using System.Text;
using IpMsg.Node.Download;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Folders, from honest senders and from those whose connection ends.</summary>
public sealed class FolderDownloadTests : IDisposable
{
    private const string Example = "002e:docs:000000000:2:14=6553f100:16=6553f000:002f:a.txt:000000003:1:14=6553f100:16=6553f000:abc"
        + "0017:empty:000000000:2:000b:.:0:3:0023:.:0:3:14=6553f100:16=6553f000:";

    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    [Rule(82)]
    public void R82_the_example_becomes_a_folder()
    {
        using var server = new ScriptedServer(Stream(Example));
        var result = _fixture.Fetch(server, WholeFolder("docs"));
        Assert.Equal(@"1:1700000020:bob:BOB-PC:8388706:6553f10a:40000000:\x00", Assert.Single(server.Requests));
        Assert.Equal((_fixture["docs"], true, 3L, 3L), (result.Path, result.IsFolder, result.Bytes, result.Entries));
        Assert.Equal("abc", File.ReadAllText(_fixture["docs/a.txt"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture["docs/empty"]));
        Assert.Equal(["docs"], _fixture.Names);
        Assert.Empty(result.Names);
    }

    [Fact]
    [Rule(82)]
    public void R82_contents_of_any_size_go_where_they_belong()
    {
        int[] sizes = [0, 1, 255, 65_535, 262_144, 262_145, 1_000_000];
        byte[][] contents = [.. sizes.Select((size, index) => Random(size, (ulong)index))];
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Enter("d"));
            for (int index = 0; index < sizes.Length; index++)
            {
                serverConnection.Send(Record($"f{index}:{sizes[index]:x}:1"));
                serverConnection.Send(contents[index]);
            }
            serverConnection.Send(Leave);
            serverConnection.WaitForClose();
        });
        var result = _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(sizes.Sum(), result.Bytes);
        for (int index = 0; index < sizes.Length; index++)
            Assert.Equal(contents[index], File.ReadAllBytes(_fixture[$"d/f{index}"]));
    }

    [Fact]
    [Rule(82)]
    public void R82_a_stream_in_single_bytes_is_the_same()
    {
        using var server = new ScriptedServer(serverConnection =>
        {
            foreach (byte each in Encoding.ASCII.GetBytes(Example))
                serverConnection.Send([each]);
            serverConnection.WaitForClose();
        });
        _fixture.Fetch(server, WholeFolder("docs"));
        Assert.Equal("abc", File.ReadAllText(_fixture["docs/a.txt"]));
    }

    [Fact]
    [Rule(87)]
    public void R87_a_stream_that_breaks_off_anywhere_leaves_nothing()
    {
        for (int length = 0; length < Example.Length; length += 7)
        {
            using var server = new ScriptedServer(serverConnection => serverConnection.Send(Example[..length]));
            Assert.Equal(length == 0 ? IpMsgErrorId.AttachmentUnavailable : IpMsgErrorId.TransferBroken,
                _fixture.Refused(server, WholeFolder("docs")).ErrorId);
            _fixture.RequireNothing();
        }
    }

    [Fact]
    [Rule(90)]
    public void R90_a_folder_whose_sender_falls_silent_leaves_nothing()
    {
        _fixture.Options = _fixture.Options with { MaxSilence = TimeSpan.FromMilliseconds(150) };
        using var server = new ScriptedServer(Stream(Example[..60]));
        Assert.Equal(IpMsgErrorId.TransferTimedOut, _fixture.Refused(server, WholeFolder("docs")).ErrorId);
        _fixture.RequireNothing();
    }

    [Fact]
    [Rule(93)]
    public void R93_names_are_read_as_the_order_says()
    {
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Record("docs:0:2"));
            serverConnection.Send([(byte)'0', (byte)'0', (byte)'0', (byte)'e', (byte)':', 0x83, 0x5c, 0x95, 0x5c, (byte)':', (byte)'0',
                (byte)':', (byte)'1', (byte)':']);
            serverConnection.Send(Leave);
            serverConnection.WaitForClose();
        });
        var codec = new TextCodec(CodePages.Find("shift_jis"), CodePages.Find("gb18030"));
        new AttachmentDownload(Order(server.EndPoint, WholeFolder("docs")) with { IsUtf8 = false, Codec = codec }, _fixture.Options)
            .Run(default);
        Assert.True(File.Exists(_fixture["docs/ソ表"]));
    }

    [Fact]
    [Rule(82)]
    public void R82_what_is_neither_file_nor_folder_is_left_out_and_said()
    {
        using var server =
            new ScriptedServer(Stream(Enter("d") + Record("link:a:4") + "/etc/passw" + Record("pipe:0:7") + Put("f", "x") + Leave));
        var result = _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(["f"], Directory.EnumerateFileSystemEntries(_fixture["d"]).Select(path => Path.GetFileName(path)!));
        Assert.Equal([new("link", null, NameFlaws.None), new RenamedEntry("pipe", null, NameFlaws.None)], result.Names);
        Assert.Equal(2, result.ChangedNames);
    }

    [Fact]
    public void The_folder_has_the_name_of_the_offer_whatever_the_stream_calls_it()
    {
        using var server = new ScriptedServer(Stream(Enter("../../evil") + Put("f", "x") + Leave));
        _fixture.Fetch(server, WholeFolder("docs"));
        Assert.Equal(["docs"], _fixture.Names);
        _fixture.RequireNothingOutside();
    }

    [Fact]
    public void Progress_is_told_with_names_and_never_more_than_five_times_a_second()
    {
        var told = new System.Collections.Generic.List<DownloadProgress>();
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Enter("d"));
            for (int index = 0; index < 60; index++)
            {
                serverConnection.Send(Put("f" + index, "12345"));
                System.Threading.Thread.Sleep(10);
            }
            serverConnection.Send(Leave);
            serverConnection.WaitForClose();
        });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        _fixture.Fetch(server, WholeFolder("d"), onProgress: told.Add);
        Assert.InRange(told.Count, 1, (int)(watch.Elapsed.TotalSeconds * 5) + 1);
        // The first one may come before the first file.
        Assert.All(told, progress => Assert.True(progress.Total is null && progress.Bytes % 5 == 0 && progress.Name[0] is 'd' or 'f'));
    }
}
