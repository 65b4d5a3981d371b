using System;
using System.IO;
using System.Linq;
using IpMsg.Node.Download;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Links that somebody planted, before the transfer and while it goes on: none is ever followed.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();

    public LinkTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");

    private string Precious => Path.Combine(_fixture.Outside, "precious");


    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_at_the_final_name_is_replaced_or_left_alone_but_not_followed(bool overwrites)
    {
        _fixture.Options = _fixture.Options with { Overwrites = overwrites };
        File.CreateSymbolicLink(_fixture["a"], Precious);
        using var server = new ScriptedServer(Honest([1, 2, 3]));
        var result = _fixture.Fetch(server, SingleFile("a", 3));
        Assert.Equal(_fixture[overwrites ? "a" : "a (2)"], result.Path);
        Assert.Equal(overwrites, File.ResolveLinkTarget(_fixture["a"], false) is null);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(result.Path));
        _fixture.RequireNothingOutside();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dangling_link_at_the_final_name_makes_no_file_elsewhere(bool overwrites)
    {
        _fixture.Options = _fixture.Options with { Overwrites = overwrites };
        File.CreateSymbolicLink(_fixture["a"], Path.Combine(_fixture.Outside, "new"));
        using var server = new ScriptedServer(Honest([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_fixture.Fetch(server, SingleFile("a", 3)).Path));
        _fixture.RequireNothingOutside();
    }

    [Fact]
    public void A_link_where_a_folder_is_to_be_merged_is_replaced()
    {
        _fixture.Options = _fixture.Options with { Overwrites = true };
        Directory.CreateSymbolicLink(_fixture["d"], _fixture.Outside);
        using var server = new ScriptedServer(Stream(Enter("d") + Put("precious", "evil") + Put("f", "evil") + Leave));
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Null(Directory.ResolveLinkTarget(_fixture["d"], false));
        Assert.Equal("evil", File.ReadAllText(_fixture["d/precious"]));
        _fixture.RequireNothingOutside();
    }

    [Fact]
    public void Links_inside_a_folder_that_is_merged_into_are_replaced()
    {
        _fixture.Options = _fixture.Options with { Overwrites = true };
        Directory.CreateDirectory(_fixture["d"]);
        Directory.CreateSymbolicLink(_fixture["d/e"], _fixture.Outside);
        File.CreateSymbolicLink(_fixture["d/f"], Precious);
        using var server = new ScriptedServer(Stream(Enter("d") + Enter("e") + Put("precious", "evil") + Leave + Put("f", "evil") + Leave));
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal("evil", File.ReadAllText(_fixture["d/e/precious"]));
        Assert.Equal("evil", File.ReadAllText(_fixture["d/f"]));
        _fixture.RequireNothingOutside();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("dangling")]
    [InlineData("file")]
    [InlineData("order")]
    public void What_is_planted_where_we_stage_is_not_used(string planted)
    {
        using var server = new ScriptedServer(Honest([1, 2, 3]));
        string staging = _fixture[StagingName.Of(Order(server.EndPoint, SingleFile("a", 3)))];
        if (planted == "link")
            Directory.CreateSymbolicLink(staging, _fixture.Outside);
        if (planted == "dangling")
            Directory.CreateSymbolicLink(staging, Path.Combine(_fixture.Outside, "new"));
        if (planted == "file")
            File.WriteAllText(staging, "mine");
        if (planted == "order")
        {
            Directory.CreateDirectory(staging);
            File.CreateSymbolicLink(Path.Combine(staging, "order"), Precious);
        }
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_fixture.Fetch(server, SingleFile("a", 3)).Path));
        Assert.Equal([Path.GetFileName(staging), "a"], _fixture.Names);
        _fixture.RequireNothingOutside();
    }

    [Fact]
    public void Links_in_a_staging_folder_that_was_left_over_are_removed_and_not_followed()
    {
        using var server = new ScriptedServer(Stream(Enter("d") + Put("precious", "evil") + Leave));
        string staging = _fixture[StagingName.Of(Order(server.EndPoint, WholeFolder("d")))];
        Directory.CreateDirectory(Path.Combine(staging, "deep"));
        Directory.CreateSymbolicLink(Path.Combine(staging, "tree"), _fixture.Outside);
        Directory.CreateSymbolicLink(Path.Combine(staging, "deep/er"), _fixture.Outside);
        File.CreateSymbolicLink(Path.Combine(staging, "content"), Precious);
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(["d"], _fixture.Names);
        _fixture.RequireNothingOutside();
    }

    [Fact]
    public void A_link_in_place_of_a_partial_is_not_written_through()
    {
        using var server = new ScriptedServer(serverConnection => serverConnection.Send("12"), Honest("123"u8.ToArray()));
        _fixture.Refused(server, SingleFile("a", 3));
        File.Delete(Path.Combine(_fixture.Staging, "content"));
        File.CreateSymbolicLink(Path.Combine(_fixture.Staging, "content"), Precious);
        _fixture.Options = _fixture.Options with { Resumes = true };
        Assert.Equal("123", File.ReadAllText(_fixture.Fetch(server, SingleFile("a", 3)).Path));
        _fixture.RequireNothingOutside();
    }

    [Theory]
    [InlineData("")]
    [InlineData("tree")]
    [InlineData("tree/e")]
    public void A_link_that_takes_the_place_of_a_folder_in_mid_transfer_is_not_followed(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the folder is looked at, but not held.");
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(Enter("d") + Enter("e") + Put("one", "1"));
            string folder = Await(
                () => Directory.GetFiles(_fixture.Target, "one", SearchOption.AllDirectories).FirstOrDefault())[..^"/tree/e/one".Length];
            string taken = Path.Combine(folder, place).TrimEnd('/');
            Directory.Move(taken, taken + "-moved");
            Directory.CreateSymbolicLink(taken, _fixture.Outside);
            serverConnection.Send(Put("precious", "evil") + Enter("x") + Put("evil", "evil") + Leave + Leave + Put("evil", "evil") + Leave);
            serverConnection.WaitForClose();
        });
        try
        {
            _fixture.Fetch(server, WholeFolder("d"));
        }
        catch (IpMsgException failure)
        {
            Assert.Equal(IpMsgErrorId.TargetNotWritable, failure.ErrorId);
        }
        _fixture.RequireNothingOutside();
    }

    [Fact]
    public void A_user_may_name_a_link_as_the_target()
    {
        string link = _fixture["link"], real = _fixture["real"];
        Directory.CreateDirectory(real);
        Directory.CreateSymbolicLink(link, real);
        _fixture.Options = _fixture.Options with { Folder = link };
        using var server = new ScriptedServer(Honest([1]));
        Assert.Equal(Path.Combine(link, "a"), _fixture.Fetch(server, SingleFile("a", 1)).Path);
        Assert.True(File.Exists(Path.Combine(real, "a")));
    }

    private static string Await(Func<string?> find)
    {
        string? found = null;
        Assert.True(System.Threading.SpinWait.SpinUntil(() => (found = find()) is not null, TimeSpan.FromSeconds(10)));
        return found!;
    }
}
