using System;
using System.IO;
using System.Linq;
using System.Net;
using IpMsg.Node.Master;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Master;

/// <summary>The list that a master leaves for its next process.</summary>
public sealed class SavedListTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "ipmsg-" + Guid.NewGuid().ToString("N") + ".json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_full_list_with_long_names_is_read_again()
    {
        var hosts = Enumerable.Range(1, 16_384).Select(Host).ToArray();
        SavedList.Write(_path, hosts, version: 1_800_000_000);
        var (read, version) = SavedList.Read(_path);
        Assert.Equal(hosts, read);
        Assert.Equal(1_800_000_000, version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"hosts\":null}")]
    [InlineData("{\"hosts\":7}")]
    [InlineData("{\"hosts\":[null,{}]}")]
    [InlineData("{\"hosts\":[{\"u\":null,\"h\":null,\"a\":null}]}")]
    [InlineData("{\"hosts\":[{\"u\":\"bob\",\"h\":\"PC\",\"a\":\"10.1.2.3\",\"p\":99999999999,\"m\":24}]}")]
    [InlineData("{\"hosts\":[{\"u\":\"bob\",\"h\":\"PC\",\"a\":\"10.1.2.3\",\"p\":2425,\"m\":0}]}")]
    [InlineData("{\"hosts\":[{\"u\":\"bob\",\"h\":\"PC\",\"a\":\"10.1.2.3\",\"p\":2425,\"m\":32}]}")]
    public void A_damaged_list_has_no_members(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Empty(SavedList.Read(_path).Hosts);
    }

    [Fact]
    public void Valid_members_of_a_damaged_list_remain()
    {
        File.WriteAllText(_path, "{\"version\":9,\"hosts\":[null,{\"u\":\"bob\",\"h\":\"PC\",\"a\":\"10.1.2.3\",\"p\":2425,\"m\":24}]}");
        Assert.Equal("bob", Assert.Single(SavedList.Read(_path).Hosts).Entry.User);
        Assert.Equal(9, SavedList.Read(_path).Version);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("\"x\"")]
    public void A_version_that_cannot_rise_is_none(string version)
    {
        File.WriteAllText(_path, "{\"version\":" + version + ",\"hosts\":[]}");
        Assert.Equal(0, SavedList.Read(_path).Version);
    }

    private static SavedHost Host(int number)
    {
        var place = new IPEndPoint(new IPAddress([10, 1, (byte)(number >> 8), (byte)number]), 2425);
        var entry = new HostListEntry($"user{number}", "PC", EntryFlags.CanUtf8, place, new string('n', 256), new string('g', 256));
        return new SavedHost(entry, new Segment(new IPAddress([10, 1, 0, 0]), 16), number);
    }
}
