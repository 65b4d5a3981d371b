using System;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class StoreFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("removed")]
    [InlineData("renamed")]
    [InlineData("replaced")]
    public void An_open_file_is_not_at_its_path_when_another_program_has(string what)
    {
        string path = _folder["store.lock"];
        using var file = DiskFiles.Instance.Open(path, StoreFileMode.Create);
        Assert.True(file.IsAt(path));
        if (what == "renamed")
            File.Move(path, path + ".away");
        else
            OpenFiles.Delete(path);
        if (what == "replaced")
            File.WriteAllText(path, "");
        Assert.False(file.IsAt(path));
    }

    [Fact]
    public void A_lock_on_a_replaced_file_is_known_to_exclude_nobody()
    {
        using var ours = new StoreLock(DiskFiles.Instance, _folder.Path);
        ours.Enter();
        OpenFiles.Delete(_folder[StoreLock.FileName]);
        using var others = new StoreLock(DiskFiles.Instance, _folder.Path);
        others.Enter();
        Assert.Equal((false, true), (ours.IsInPlace, others.IsInPlace));
    }
}
