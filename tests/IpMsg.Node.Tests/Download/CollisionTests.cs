using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Protocol;
using Xunit;
using static IpMsg.Node.Tests.FetchLab;
using static IpMsg.Node.Tests.Sent;

namespace IpMsg.Node.Tests;

/// <summary>Names that are taken: on the disk, in the stream, by the rules of other platforms, and by somebody who is quicker.</summary>
public sealed class CollisionTests : IDisposable
{
    private readonly FetchLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Without_overwriting_a_file_gets_a_free_name()
    {
        File.WriteAllText(_lab["a.txt"], "mine");
        using var server = new ScriptedServer(Honest("x"u8.ToArray()));
        var result = _lab.Fetch(server, SingleFile("a.txt", 1));
        _lab.Fetch(server, SingleFile("a.txt", 1));
        Assert.Equal(["a (2).txt", "a (3).txt", "a.txt"], _lab.Names);
        Assert.Equal("mine", File.ReadAllText(_lab["a.txt"]));
        Assert.Equal(new FetchedName("a.txt", "a (2).txt", NameFlaws.None), Assert.Single(result.Names));
    }

    [Fact]
    public void Without_overwriting_a_folder_gets_a_free_name()
    {
        Directory.CreateDirectory(_lab["d.x"]);
        using var server = new ScriptedServer(Stream(Enter("d.x") + Put("f", "x") + Leave));
        _lab.Fetch(server, WholeFolder("d.x"));
        Assert.Equal(["d.x", "d.x (2)"], _lab.Names);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab["d.x"]));
    }

    [Fact]
    public void With_overwriting_a_file_is_replaced_and_what_has_it_open_keeps_the_old_one()
    {
        File.WriteAllText(_lab["a"], "mine");
        using var reader = new StreamReader(new FileStream(_lab["a"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        _lab.Options = _lab.Options with { Overwrites = true };
        using var server = new ScriptedServer(Honest("x"u8.ToArray()));
        Assert.Equal(_lab["a"], _lab.Fetch(server, SingleFile("a", 1)).Path);
        Assert.Equal("x", File.ReadAllText(_lab["a"]));
        Assert.Equal("mine", reader.ReadToEnd());
        Assert.Equal(["a"], _lab.Names);
    }

    [Fact]
    public void With_overwriting_a_transfer_that_fails_replaces_nothing()
    {
        File.WriteAllText(_lab["a"], "mine");
        _lab.Options = _lab.Options with { Overwrites = true };
        using var server = new ScriptedServer(talk => talk.Send("x"));
        _lab.Refused(server, SingleFile("a", 2));
        Assert.Equal("mine", File.ReadAllText(_lab["a"]));
    }

    [Fact]
    public void With_overwriting_a_folder_is_merged()
    {
        _lab.Options = _lab.Options with { Overwrites = true };
        Directory.CreateDirectory(_lab["d/e"]);
        File.WriteAllText(_lab["d/keep"], "mine");
        File.WriteAllText(_lab["d/e/replace"], "mine");
        File.WriteAllText(_lab["d/e/keep"], "mine");
        using var server = new ScriptedServer(Stream(
            Enter("d") + Put("new", "1") + Enter("e") + Put("replace", "2") + Enter("f") + Put("new", "3") + Leave + Leave + Leave));
        var result = _lab.Fetch(server, WholeFolder("d"));
        Assert.Equal(_lab["d"], result.Path);
        Assert.Equal(["d/e/f/new 3", "d/e/keep mine", "d/e/replace 2", "d/keep mine", "d/new 1"], Files());
        Assert.Equal(["d"], _lab.Names);
        Assert.Empty(result.Names);
    }

    [Fact]
    public void What_is_of_another_kind_is_never_replaced()
    {
        _lab.Options = _lab.Options with { Overwrites = true };
        Directory.CreateDirectory(_lab["d/file"]);
        File.WriteAllText(_lab["d/folder"], "mine");
        File.WriteAllText(_lab["d/file/mine"], "mine");
        using var server = new ScriptedServer(Stream(Enter("d") + Put("file", "1") + Enter("folder") + Put("f", "2") + Leave + Leave));
        var result = _lab.Fetch(server, WholeFolder("d"));
        Assert.Equal(["d/file (2) 1", "d/file/mine mine", "d/folder (2)/f 2", "d/folder mine"], Files());
        Assert.Equal(["d/file (2)", "d/folder (2)"], result.Names.Select(name => name.Path!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Linux", "A.txt a.txt É é")]
    [InlineData("Windows", "A (2).txt a.txt É é (2)")]
    [InlineData("MacOS", "A (2).txt a.txt É é (2)")]
    public void Names_that_differ_in_case_alone_are_the_same_where_the_platform_says_so(string platform, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other disks ignore case themselves.");
        _lab.Options = _lab.Options with { Rules = platform switch { "Windows" => NameRules.Windows, "MacOS" => NameRules.MacOS, _ => NameRules.Linux } };
        using var server = new ScriptedServer(Stream(Enter("d") + Put("a.txt", "1") + Put("A.txt", "2") + Put("É", "3") + Put("é", "4") + Leave));
        _lab.Fetch(server, WholeFolder("d"));
        Assert.Equal(expected, string.Join(' ', Directory.EnumerateFiles(_lab["d"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Two_thousand_equal_names_take_no_long_time()
    {
        using var server = new ScriptedServer(Stream(Enter("d") + string.Concat(Enumerable.Repeat(Put("a", ""), 2_000)) + Leave));
        var result = _lab.Fetch(server, WholeFolder("d"));
        Assert.Equal((1_999L, FetchResult.MostNames), (result.ChangedNames, result.Names.Count));
        Assert.True(File.Exists(_lab["d/a (2000)"]));
    }

    [Fact]
    public async Task Two_fetches_of_the_same_thing_do_not_disturb_each_other()
    {
        byte[] contents = Random(300_000);
        using var both = new Barrier(2);
        // Each connection has a server of its own, for scripts run one after the other; the offers have to be the same.
        using var first = new ScriptedServer(Honest(contents));
        using var slow = new ScriptedServer(talk =>
        {
            talk.Send(contents.AsSpan(0, 1000));
            both.SignalAndWait(TimeSpan.FromSeconds(10));
            both.SignalAndWait(TimeSpan.FromSeconds(10));
            talk.Send(contents.AsSpan(1000));
            talk.AwaitClose();
        });
        var running = Task.Run(() => _lab.Fetch(slow, SingleFile("a", contents.Length)));
        both.SignalAndWait(TimeSpan.FromSeconds(10));
        using (var target = FolderHandle.Open(_lab.Target))
        using (var staging = StagingFolder.Open(target, Order(slow.EndPoint, SingleFile("a", contents.Length)), keepsLeftOver: true))
            Assert.EndsWith("-2", staging.Folder.Path, StringComparison.Ordinal);
        Assert.Equal(contents, File.ReadAllBytes(_lab.Fetch(first, SingleFile("a", contents.Length)).Path));
        both.SignalAndWait(TimeSpan.FromSeconds(10));
        Assert.Equal(contents, File.ReadAllBytes((await running).Path));
        Assert.Equal(["a", "a (2)"], _lab.Names);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_lab.Target, "*", SearchOption.AllDirectories)
        .Select(path => path[(_lab.Target.Length + 1)..] + " " + File.ReadAllText(path)).Order(StringComparer.Ordinal)];
}
