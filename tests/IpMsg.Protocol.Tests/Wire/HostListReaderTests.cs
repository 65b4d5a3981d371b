using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Host lists as others write them.</summary>
public class HostListReaderTests
{
    private const string Alice = "alice\aALICE-PC\a224657408\a192.168.0.10\a30985\aAlice\aDev\a";

    [Fact]
    [Rule(35)]
    public void R35_the_example_gives_two_members()
    {
        var packet = PacketReading.Of(
            @"1:1700000005:bob:BOB-PC:19:    0\a    2\aalice\aALICE-PC\a224657408\a192.168.0.10\a30985\aAlice\aDev\a"
                + @"bob\aBOB-PC\a224657408\a192.168.0.11\a30985\aBob\a\b\a\0");
        Assert.True(HostListReader.TryRead(Codecs.Japanese.Read(packet.Body, packet.IsUtf8), out int next, out int count, out var entries));
        Assert.Equal((0, 2), (next, count));
        Assert.Equal(
        [
            new HostListEntry("alice", "ALICE-PC", (EntryFlags)0x0D640000, new IPEndPoint(IPAddress.Parse("192.168.0.10"), 2425),
                "Alice", "Dev"),
            new HostListEntry("bob", "BOB-PC", (EntryFlags)0x0D640000,
                new IPEndPoint(IPAddress.Parse("192.168.0.11"), 2425), "Bob", ""),
        ],
        entries);
    }

    [Theory]
    [InlineData("    0\a    0\a", 0, 0)]
    [InlineData("    7\a   12\a", 7, 12)]
    [InlineData("7\a12", 7, 12)]
    [InlineData("123456\a123456\a", 123456, 123456)]
    [Rule(36)]
    public void R36_the_numbers_in_front_say_where_to_go_on(string text, int next, int count)
    {
        Assert.True(HostListReader.TryRead(text, out int foundNext, out int foundCount, out var entries));
        Assert.Equal((next, count), (foundNext, foundCount));
        Assert.Empty(entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\a")]
    [InlineData("    0")]
    [InlineData("   -1\a    1\a")]
    [InlineData("    0\a   -1\a")]
    [InlineData("x\a1\a")]
    [InlineData("0\a99999999999\a")]
    [Rule(35)]
    public void R35_without_two_numbers_in_front_it_is_no_list(string text) =>
        Assert.False(HostListReader.TryRead(text, out _, out _, out _));

    [Theory]
    [InlineData("0", true, 0)]
    [InlineData("258211842", true, 0x0F640000)]
    [InlineData("2", true, 0)]
    [InlineData("1", false, 0)]
    [InlineData("256", false, 0x100)]
    [InlineData("-2147483392", false, 0x100)]
    [InlineData("2147483904", false, 0x100)]
    [Rule(35)]
    public void R35_the_status_may_say_that_the_member_is_gone(string status, bool gone, uint flags)
    {
        var entry = Assert.Single(Entries($"u\ah\a{status}\a10.0.0.1\a30985\an\ag\a"));
        Assert.Equal((gone, (EntryFlags)flags), (entry.IsGone, entry.Status));
    }

    [Theory]
    [InlineData("30985", 2425)]
    [InlineData("31241", 2426)]
    [InlineData("256", 1)]
    [InlineData("65535", 65535)]
    [InlineData("61712", 4337)]
    [Rule(34)]
    public void R34_the_port_has_its_bytes_swapped(string port, int expected) =>
        Assert.Equal(expected, Assert.Single(Entries($"u\ah\a256\a10.0.0.1\a{port}\an\ag\a")).EndPoint.Port);

    [Theory]
    [InlineData("\ah\a256\a10.0.0.1\a30985\an\ag\a")]
    [InlineData("\b\ah\a256\a10.0.0.1\a30985\an\ag\a")]
    [InlineData("u\a\b\a256\a10.0.0.1\a30985\an\ag\a")]
    [InlineData("u\ah\a\a10.0.0.1\a30985\an\ag\a")]
    [InlineData("u\ah\a256\anowhere\a30985\an\ag\a")]
    [InlineData("u\ah\a256\a10.0.0.1\a0\an\ag\a")]
    [InlineData("u\ah\a256\a10.0.0.1\a65536\an\ag\a")]
    [InlineData("u\ah\a256\a10.0.0.1\a-1\an\ag\a")]
    [Rule(35)]
    public void R35_a_malformed_entry_is_passed_over(string malformed)
    {
        Assert.Empty(Entries(malformed));
        Assert.Equal("alice", Assert.Single(Entries(malformed + Alice, 2)).User);
    }

    [Fact]
    [Rule(35)]
    public void R35_a_page_that_breaks_off_gives_its_whole_entries() =>
        Assert.Equal(["alice", "alice"], Entries(Alice + Alice + Alice[..40], 3).Select(entry => entry.User));

    [Fact]
    [Rule(35)]
    public void R35_a_page_gives_no_more_entries_than_it_announces() => Assert.Equal(2, Entries(Alice + Alice + Alice, 2).Count);

    [Fact]
    [Rule(35)]
    public void R35_names_cost_no_more_than_a_member_is_worth()
    {
        string name = new('x', 6000);
        var entry = Assert.Single(Entries($"{name}\a{name}\a256\a10.0.0.1\a30985\a{name}\a{name}\a"));
        Assert.All([entry.User, entry.Host, entry.Nick, entry.Group], kept => Assert.Equal(256, kept.Length));
    }

    private static IReadOnlyList<HostListEntry> Entries(string entries, int count = 1)
    {
        Assert.True(HostListReader.TryRead($"    0\a{count,5}\a{entries}", out _, out _, out var read));
        return read;
    }
}
