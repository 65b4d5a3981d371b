using System;
using System.IO;
using System.Linq;
using Xunit;
using static IpMsg.Node.Tests.FetchLab;
using static IpMsg.Node.Tests.Sent;

namespace IpMsg.Node.Tests;

/// <summary>Links that somebody planted, before the transfer and while it goes on: none is ever followed.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly FetchLab _lab = new();

    public LinkTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");

    private string Precious => Path.Combine(_lab.Outside, "precious");


    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_at_the_final_name_is_replaced_or_left_alone_but_not_followed(bool overwrites)
    {
        _lab.Options = _lab.Options with { Overwrites = overwrites };
        File.CreateSymbolicLink(_lab["a"], Precious);
        using var server = new ScriptedServer(Honest([1, 2, 3]));
        var result = _lab.Fetch(server, SingleFile("a", 3));
        Assert.Equal(_lab[overwrites ? "a" : "a (2)"], result.Path);
        Assert.Equal(overwrites, File.ResolveLinkTarget(_lab["a"], false) is null);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(result.Path));
        _lab.RequireNothingOutside();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dangling_link_at_the_final_name_makes_no_file_elsewhere(bool overwrites)
    {
        _lab.Options = _lab.Options with { Overwrites = overwrites };
        File.CreateSymbolicLink(_lab["a"], Path.Combine(_lab.Outside, "new"));
        using var server = new ScriptedServer(Honest([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_lab.Fetch(server, SingleFile("a", 3)).Path));
        _lab.RequireNothingOutside();
    }

    [Fact]
    public void A_link_where_a_folder_is_to_be_merged_is_replaced()
    {
        _lab.Options = _lab.Options with { Overwrites = true };
        Directory.CreateSymbolicLink(_lab["d"], _lab.Outside);
        using var server = new ScriptedServer(Stream(Enter("d") + Put("precious", "evil") + Put("f", "evil") + Leave));
        _lab.Fetch(server, WholeFolder("d"));
        Assert.Null(Directory.ResolveLinkTarget(_lab["d"], false));
        Assert.Equal("evil", File.ReadAllText(_lab["d/precious"]));
        _lab.RequireNothingOutside();
    }

    [Fact]
    public void Links_inside_a_folder_that_is_merged_into_are_replaced()
    {
        _lab.Options = _lab.Options with { Overwrites = true };
        Directory.CreateDirectory(_lab["d"]);
        Directory.CreateSymbolicLink(_lab["d/e"], _lab.Outside);
        File.CreateSymbolicLink(_lab["d/f"], Precious);
        using var server = new ScriptedServer(Stream(Enter("d") + Enter("e") + Put("precious", "evil") + Leave + Put("f", "evil") + Leave));
        _lab.Fetch(server, WholeFolder("d"));
        Assert.Equal("evil", File.ReadAllText(_lab["d/e/precious"]));
        Assert.Equal("evil", File.ReadAllText(_lab["d/f"]));
        _lab.RequireNothingOutside();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("dangling")]
    [InlineData("file")]
    [InlineData("order")]
    public void What_is_planted_where_we_stage_is_not_used(string planted)
    {
        using var server = new ScriptedServer(Honest([1, 2, 3]));
        string staging = _lab[StagingName.Of(Order(server.EndPoint, SingleFile("a", 3)))];
        if (planted == "link")
            Directory.CreateSymbolicLink(staging, _lab.Outside);
        if (planted == "dangling")
            Directory.CreateSymbolicLink(staging, Path.Combine(_lab.Outside, "new"));
        if (planted == "file")
            File.WriteAllText(staging, "mine");
        if (planted == "order")
        {
            Directory.CreateDirectory(staging);
            File.CreateSymbolicLink(Path.Combine(staging, "order"), Precious);
        }
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_lab.Fetch(server, SingleFile("a", 3)).Path));
        Assert.Equal([Path.GetFileName(staging), "a"], _lab.Names);
        _lab.RequireNothingOutside();
    }

    [Fact]
    public void Links_in_a_staging_folder_that_was_left_over_are_removed_and_not_followed()
    {
        using var server = new ScriptedServer(Stream(Enter("d") + Put("precious", "evil") + Leave));
        string staging = _lab[StagingName.Of(Order(server.EndPoint, WholeFolder("d")))];
        Directory.CreateDirectory(Path.Combine(staging, "deep"));
        Directory.CreateSymbolicLink(Path.Combine(staging, "tree"), _lab.Outside);
        Directory.CreateSymbolicLink(Path.Combine(staging, "deep/er"), _lab.Outside);
        File.CreateSymbolicLink(Path.Combine(staging, "content"), Precious);
        _lab.Fetch(server, WholeFolder("d"));
        Assert.Equal(["d"], _lab.Names);
        _lab.RequireNothingOutside();
    }

    [Fact]
    public void A_link_in_place_of_a_partial_is_not_written_through()
    {
        using var server = new ScriptedServer(talk => talk.Send("12"), Honest("123"u8.ToArray()));
        _lab.Refused(server, SingleFile("a", 3));
        File.Delete(Path.Combine(_lab.Staging, "content"));
        File.CreateSymbolicLink(Path.Combine(_lab.Staging, "content"), Precious);
        _lab.Options = _lab.Options with { Resumes = true };
        Assert.Equal("123", File.ReadAllText(_lab.Fetch(server, SingleFile("a", 3)).Path));
        _lab.RequireNothingOutside();
    }

    [Theory]
    [InlineData("")]
    [InlineData("tree")]
    [InlineData("tree/e")]
    public void A_link_that_takes_the_place_of_a_folder_in_mid_transfer_is_not_followed(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the folder is looked at, but not held.");
        using var server = new ScriptedServer(talk =>
        {
            talk.Send(Enter("d") + Enter("e") + Put("one", "1"));
            string folder = Await(() => Directory.GetFiles(_lab.Target, "one", SearchOption.AllDirectories).FirstOrDefault())[..^"/tree/e/one".Length];
            string taken = Path.Combine(folder, place).TrimEnd('/');
            Directory.Move(taken, taken + "-moved");
            Directory.CreateSymbolicLink(taken, _lab.Outside);
            talk.Send(Put("precious", "evil") + Enter("x") + Put("evil", "evil") + Leave + Leave + Put("evil", "evil") + Leave);
            talk.AwaitClose();
        });
        try
        {
            _lab.Fetch(server, WholeFolder("d"));
        }
        catch (IpMsgException failure)
        {
            Assert.Equal(IpMsgReason.TargetNotWritable, failure.Reason);
        }
        _lab.RequireNothingOutside();
    }

    [Fact]
    public void A_user_may_name_a_link_as_the_target()
    {
        string link = _lab["link"], real = _lab["real"];
        Directory.CreateDirectory(real);
        Directory.CreateSymbolicLink(link, real);
        _lab.Options = _lab.Options with { Folder = link };
        using var server = new ScriptedServer(Honest([1]));
        Assert.Equal(Path.Combine(link, "a"), _lab.Fetch(server, SingleFile("a", 1)).Path);
        Assert.True(File.Exists(Path.Combine(real, "a")));
    }

    private static string Await(Func<string?> find)
    {
        string? found = null;
        Assert.True(System.Threading.SpinWait.SpinUntil(() => (found = find()) is not null, TimeSpan.FromSeconds(10)));
        return found!;
    }
}
