using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Download;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Names that are taken: on the disk, in the stream, by the rules of other platforms, and by somebody who is quicker.</summary>
public sealed class CollisionTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Without_overwriting_a_file_gets_a_free_name()
    {
        File.WriteAllText(_fixture["a.txt"], "mine");
        using var server = new ScriptedServer(Honest("x"u8.ToArray()));
        var result = _fixture.Fetch(server, SingleFile("a.txt", 1));
        _fixture.Fetch(server, SingleFile("a.txt", 1));
        Assert.Equal(["a (2).txt", "a (3).txt", "a.txt"], _fixture.Names);
        Assert.Equal("mine", File.ReadAllText(_fixture["a.txt"]));
        Assert.Equal(new RenamedEntry("a.txt", "a (2).txt", NameFlaws.None), Assert.Single(result.Names));
    }

    [Fact]
    public void Without_overwriting_a_folder_gets_a_free_name()
    {
        Directory.CreateDirectory(_fixture["d.x"]);
        using var server = new ScriptedServer(Stream(Enter("d.x") + Put("f", "x") + Leave));
        _fixture.Fetch(server, WholeFolder("d.x"));
        Assert.Equal(["d.x", "d.x (2)"], _fixture.Names);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture["d.x"]));
    }

    [Fact]
    public void With_overwriting_a_file_is_replaced_and_what_has_it_open_keeps_the_old_one()
    {
        File.WriteAllText(_fixture["a"], "mine");
        using var reader =
            new StreamReader(new FileStream(_fixture["a"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        _fixture.Options = _fixture.Options with { Overwrites = true };
        using var server = new ScriptedServer(Honest("x"u8.ToArray()));
        Assert.Equal(_fixture["a"], _fixture.Fetch(server, SingleFile("a", 1)).Path);
        Assert.Equal("x", File.ReadAllText(_fixture["a"]));
        Assert.Equal("mine", reader.ReadToEnd());
        // Older Windows and wine remove the old file when nobody has it open.
        reader.Dispose();
        Assert.Equal(["a"], _fixture.Names);
    }

    [Fact]
    public void With_overwriting_a_transfer_that_fails_replaces_nothing()
    {
        File.WriteAllText(_fixture["a"], "mine");
        _fixture.Options = _fixture.Options with { Overwrites = true };
        using var server = new ScriptedServer(serverConnection => serverConnection.Send("x"));
        _fixture.Refused(server, SingleFile("a", 2));
        Assert.Equal("mine", File.ReadAllText(_fixture["a"]));
    }

    [Fact]
    public void With_overwriting_a_folder_is_merged()
    {
        _fixture.Options = _fixture.Options with { Overwrites = true };
        Directory.CreateDirectory(_fixture["d/e"]);
        File.WriteAllText(_fixture["d/keep"], "mine");
        File.WriteAllText(_fixture["d/e/replace"], "mine");
        File.WriteAllText(_fixture["d/e/keep"], "mine");
        using var server = new ScriptedServer(Stream(
            Enter("d") + Put("new", "1") + Enter("e") + Put("replace", "2") + Enter("f") + Put("new", "3") + Leave + Leave + Leave));
        var result = _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(_fixture["d"], result.Path);
        Assert.Equal(["d/e/f/new 3", "d/e/keep mine", "d/e/replace 2", "d/keep mine", "d/new 1"], Files());
        Assert.Equal(["d"], _fixture.Names);
        Assert.Empty(result.Names);
    }

    [Fact]
    public void What_is_of_another_kind_is_never_replaced()
    {
        _fixture.Options = _fixture.Options with { Overwrites = true };
        Directory.CreateDirectory(_fixture["d/file"]);
        File.WriteAllText(_fixture["d/folder"], "mine");
        File.WriteAllText(_fixture["d/file/mine"], "mine");
        using var server = new ScriptedServer(Stream(Enter("d") + Put("file", "1") + Enter("folder") + Put("f", "2") + Leave + Leave));
        var result = _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(["d/file (2) 1", "d/file/mine mine", "d/folder (2)/f 2", "d/folder mine"], Files());
        Assert.Equal(["d/file (2)", "d/folder (2)"], result.Names.Select(entry => entry.Path!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Linux", "A.txt a.txt É é")]
    [InlineData("Windows", "A (2).txt a.txt É é (2)")]
    [InlineData("MacOS", "A (2).txt a.txt É é (2)")]
    public void Names_that_differ_in_case_alone_are_the_same_where_the_platform_says_so(string platform, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other disks ignore case themselves.");
        _fixture.Options = _fixture.Options with
        { Rules = platform switch { "Windows" => NameRules.Windows, "MacOS" => NameRules.MacOS, _ => NameRules.Linux } };
        using var server =
            new ScriptedServer(Stream(Enter("d") + Put("a.txt", "1") + Put("A.txt", "2") + Put("É", "3") + Put("é", "4") + Leave));
        _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal(expected,
            string.Join(' ', Directory.EnumerateFiles(_fixture["d"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Two_thousand_equal_names_take_no_long_time()
    {
        using var server = new ScriptedServer(Stream(Enter("d") + string.Concat(Enumerable.Repeat(Put("a", ""), 2_000)) + Leave));
        var result = _fixture.Fetch(server, WholeFolder("d"));
        Assert.Equal((1_999L, DownloadResult.MaxNames), (result.ChangedNames, result.Names.Count));
        Assert.True(File.Exists(_fixture["d/a (2000)"]));
    }

    [Fact]
    public async Task Two_fetches_of_the_same_thing_do_not_disturb_each_other()
    {
        byte[] contents = Random(300_000);
        using var both = new Barrier(2);
        // Each connection has a server of its own, for scripts run one after the other; the offers have to be the same.
        using var first = new ScriptedServer(Honest(contents));
        using var slow = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(contents.AsSpan(0, 1000));
            both.SignalAndWait(TimeSpan.FromSeconds(10));
            both.SignalAndWait(TimeSpan.FromSeconds(10));
            serverConnection.Send(contents.AsSpan(1000));
            serverConnection.WaitForClose();
        });
        var running = Task.Run(() => _fixture.Fetch(slow, SingleFile("a", contents.Length)));
        both.SignalAndWait(TimeSpan.FromSeconds(10));
        using (var target = FolderHandle.Open(_fixture.Target))
        using (var staging = StagingFolder.Open(target, Order(slow.EndPoint, SingleFile("a", contents.Length)), keepsLeftOver: true))
            Assert.EndsWith("-2", staging.Folder.Path, StringComparison.Ordinal);
        Assert.Equal(contents, File.ReadAllBytes(_fixture.Fetch(first, SingleFile("a", contents.Length)).Path));
        both.SignalAndWait(TimeSpan.FromSeconds(10));
        Assert.Equal(contents, File.ReadAllBytes((await running).Path));
        Assert.Equal(["a", "a (2)"], _fixture.Names);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_fixture.Target, "*", SearchOption.AllDirectories)
        .Select(path => path[(_fixture.Target.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/') + " " + File.ReadAllText(path))
        .Order(StringComparer.Ordinal)];
}
