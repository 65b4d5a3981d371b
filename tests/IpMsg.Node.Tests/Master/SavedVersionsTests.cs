using System;
using System.IO;
using System.Linq;
using IpMsg.Node.Master;
using IpMsg.Protocol.Members.Master;
using Xunit;

namespace IpMsg.Node.Tests.Master;

/// <summary>The versions of masters' lists that a user leaves for its next process.</summary>
public sealed class SavedVersionsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "ipmsg-" + Guid.NewGuid().ToString("N") + ".json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_highest_version_of_a_key_stays()
    {
        SavedVersions.Add(_path, new KeptVersion("1", 100));
        SavedVersions.Add(_path, new KeptVersion("2", 7));
        SavedVersions.Add(_path, new KeptVersion("1", 99));
        Assert.Equal([new KeptVersion("2", 7), new KeptVersion("1", 100)], SavedVersions.Read(_path));
    }

    [Fact]
    public void The_sixteen_latest_keys_stay()
    {
        for (int i = 0; i < 40; i++)
            SavedVersions.Add(_path, new KeptVersion("key " + i, i));
        Assert.Equal(Enumerable.Range(24, 16).Select(i => new KeptVersion("key " + i, i)), SavedVersions.Read(_path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"masters\":null}")]
    [InlineData("{\"masters\":[null,{},{\"key\":null,\"version\":3}]}")]
    public void A_damaged_file_has_none(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Empty(SavedVersions.Read(_path));
        SavedVersions.Add(_path, new KeptVersion("1", 100));
        Assert.Equal([new KeptVersion("1", 100)], SavedVersions.Read(_path));
    }
}
