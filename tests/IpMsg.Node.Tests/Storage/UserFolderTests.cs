using System;
using System.IO;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

public sealed class UserFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_named_outweighs_the_environment_and_that_the_default()
    {
        Assert.Equal(_folder["a"], UserFolder.Locate(_folder["a"], _folder["b"]).Path);
        Assert.Equal(_folder["b"], UserFolder.Locate(null, _folder["b"]).Path);
        Assert.Equal(_folder["b"], UserFolder.Locate("", _folder["b"]).Path);
        Assert.Equal("IpMsg", Path.GetFileName(UserFolder.Locate(null, null).Path));
        Assert.True(Path.IsPathRooted(UserFolder.Locate(null, "").Path));
    }

    [Fact]
    public void A_folder_that_is_made_is_for_its_user_only()
    {
        var folder = UserFolder.Locate(_folder[Path.Combine("deep", "er")], null);
        folder.Create();
        Assert.True(Directory.Exists(folder.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    public void A_folder_that_is_there_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are a Unix thing");
        if (OperatingSystem.IsWindows())
            return;
        string shared = _folder["shared"];
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        Directory.CreateDirectory(shared);
        File.SetUnixFileMode(shared, Mode);
        UserFolder.Locate(shared, null).Create();
        Assert.Equal(Mode, File.GetUnixFileMode(shared));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.ThrowsAny<IOException>(() => UserFolder.Locate(_folder[Path.Combine("file", "sub")], null).Create());
    }
}
