using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpMsg.Node.Storage.Folders;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Folders;

/// <summary>Moves to a name that is free, and to one that is not.</summary>
public sealed class FolderMovesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderHandle _from, _to;

    public FolderMovesTests()
    {
        Directory.CreateDirectory(_folder["from"]);
        Directory.CreateDirectory(_folder["to"]);
        _from = FolderHandle.Open(_folder["from"]);
        _to = FolderHandle.Open(_folder["to"]);
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_moved_to_a_free_name_alone(bool byPlaceholder)
    {
        Assert.SkipWhen(byPlaceholder && OperatingSystem.IsWindows(), "Windows needs no placeholder.");
        File.WriteAllText(_folder["from/a"], "new");
        File.WriteAllText(_folder["to/taken"], "old");
        Assert.False(Move("taken"));
        Assert.Equal(("new", "old"), (File.ReadAllText(_folder["from/a"]), File.ReadAllText(_folder["to/taken"])));
        Assert.True(Move("free"));
        Assert.False(File.Exists(_folder["from/a"]));
        Assert.Equal("new", File.ReadAllText(_folder["to/free"]));

        bool Move(string name) =>
            byPlaceholder ? FolderMoves.TryMoveOntoPlaceholder(_from, "a", _to, name) : FolderMoves.TryMoveFile(_from, "a", _to, name);
    }

    [Fact]
    public void A_folder_is_moved_to_a_free_name_alone()
    {
        Directory.CreateDirectory(_folder["from/d/e"]);
        Directory.CreateDirectory(_folder["to/empty"]);
        File.WriteAllText(_folder["to/file"], "old");
        Assert.False(FolderMoves.TryMoveFolder(_from, "d", _to, "empty"));
        Assert.False(FolderMoves.TryMoveFolder(_from, "d", _to, "file"));
        Assert.True(FolderMoves.TryMoveFolder(_from, "d", _to, "free"));
        Assert.True(Directory.Exists(_folder["to/free/e"]));
        Assert.False(Directory.Exists(_folder["from/d"]));
    }

    [Fact]
    public void What_cannot_be_moved_leaves_nothing_at_its_new_name()
    {
        Assert.Throws<IOException>(() => FolderMoves.TryMoveFolder(_from, "none", _to, "a"));
        Assert.Throws<IOException>(() => FolderMoves.TryMoveFile(_from, "none", _to, "a"));
        Assert.Empty(_to.Names());
    }

    [Fact]
    public async Task Of_many_who_want_the_same_name_one_gets_it()
    {
        for (int round = 0; round < 50; round++)
        {
            string[] names = [.. Enumerable.Range(0, 4).Select(index => $"{round}-{index}")];
            foreach (string name in names)
                File.WriteAllText(_folder["from/" + name], name);
            bool[] moved = await Task.WhenAll(names.Select(name => Task.Run(() => FolderMoves.TryMoveFile(_from, name, _to, "r" + round))));
            Assert.Equal(names[Array.IndexOf(moved, true)], File.ReadAllText(_folder["to/r" + round]));
            Assert.Single(moved, each => each);
        }
    }
}
