using System;
using System.IO;
using System.Linq;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>How much is put up with. Streams at and beyond their limits are in <see cref="HostileStreamTests"/>.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_file_that_is_too_large_is_not_even_asked_for()
    {
        _fixture.Options = _fixture.Options with { MaxSize = 9 };
        using var server = new ScriptedServer(Honest(new byte[10]));
        Assert.Equal(IpMsgErrorId.LimitExceeded, _fixture.Refused(server, SingleFile("a", 10)).ErrorId);
        Assert.Empty(server.Requests);
        _fixture.RequireNothing();
        Assert.Equal(9, _fixture.Fetch(server, SingleFile("a", 9)).Bytes);
    }

    [Fact]
    public void A_file_for_which_there_is_no_room_is_not_even_asked_for()
    {
        using var server = new ScriptedServer(Honest([]));
        Assert.Equal(IpMsgErrorId.TargetNotWritable, _fixture.Refused(server, SingleFile("a", long.MaxValue)).ErrorId);
        Assert.Empty(server.Requests);
        _fixture.RequireNothing();
    }

    [Fact]
    public void A_folder_stops_at_a_file_for_which_there_is_no_room()
    {
        using var server = new ScriptedServer(Stream(Enter("d") + Record("a:7fffffffffffffff:1") + "abc"));
        Assert.Equal(IpMsgErrorId.TargetNotWritable, _fixture.Refused(server, WholeFolder("d")).ErrorId);
        _fixture.RequireNothing();
    }

    [Fact]
    public void A_path_that_nobody_could_open_is_not_made()
    {
        _fixture.Options = _fixture.Options with { MaxDepth = 1000 };
        string name = new('n', 200);
        using var server =
            new ScriptedServer(Stream(string.Concat(Enumerable.Repeat(Enter(name), 60)) + string.Concat(Enumerable.Repeat(Leave, 60))));
        Assert.Contains(_fixture.Refused(server, WholeFolder("d")).ErrorId,
            new[] { IpMsgErrorId.LimitExceeded, IpMsgErrorId.TargetNotWritable });
        _fixture.RequireNothing();
    }

    [Fact]
    public void A_hundred_and_twenty_eight_folders_within_each_other_are_usual()
    {
        using var server =
            new ScriptedServer(Stream(string.Concat(Enumerable.Repeat(Enter("d"), 128)) + string.Concat(Enumerable.Repeat(Leave, 128))));
        Assert.Equal(128, _fixture.Fetch(server, WholeFolder("d")).Entries);
    }

    [Fact]
    public void Ten_thousand_folders_within_each_other_can_be_refused_and_removed()
    {
        using var server = new ScriptedServer(Stream(string.Concat(Enumerable.Repeat(Enter("d"), 10_000))));
        Assert.Equal(IpMsgErrorId.LimitExceeded, _fixture.Refused(server, WholeFolder("d")).ErrorId);
        _fixture.RequireNothing();
    }
}
