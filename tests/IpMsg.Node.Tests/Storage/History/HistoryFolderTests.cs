using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>The folders of the stores, and the user names in them.</summary>
public sealed class HistoryFolderTests
{
    [Theory]
    [InlineData("alice")]
    [InlineData("鈴木 一郎")]
    [InlineData("../x:y*z")]
    [InlineData("con")]
    [InlineData("100%")]
    [InlineData("")]
    public void A_name_is_read_back_from_its_folder(string name) =>
        Assert.Equal(name, HistoryFolder.ReadName(HistoryFolder.SafeName(name)));

    [Theory]
    [InlineData("alice")]
    [InlineData("user-a%")]
    [InlineData("user-a%12g4")]
    [InlineData("user-a~0123456789abcdef")]
    public void Another_folder_has_no_name(string folder) => Assert.Null(HistoryFolder.ReadName(folder));

    [Fact]
    public void The_stores_of_a_data_folder_are_listed()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(HistoryFolder.UserNames(folder["data"]));
        foreach (string name in (string[])["Sato", "鈴木", "alice", new string('x', 100)])
            Directory.CreateDirectory(HistoryFolder.Find(folder["data"], name));
        Directory.CreateDirectory(folder["data/history/backup"]);
        Assert.Equal(["alice", "sato", "鈴木"], HistoryFolder.UserNames(folder["data"]).ToArray());
    }
}
