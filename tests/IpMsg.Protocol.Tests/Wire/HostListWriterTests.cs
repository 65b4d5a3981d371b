using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Host lists as we write them.</summary>
public class HostListWriterTests
{
    private static readonly IReadOnlyList<HostListEntry> s_example =
    [
        Entry("alice", "ALICE-PC", "192.168.0.10", "Alice", "Dev"),
        Entry("bob", "BOB-PC", "192.168.0.11", "Bob", ""),
    ];

    [Fact]
    [Rule(34)]
    public void R34_the_example_is_written_byte_by_byte()
    {
        byte[] expected = EscapedText.Bytes(
            @"    0\a    2\aalice\aALICE-PC\a224657408\a192.168.0.10\a30985\aAlice\aDev\a"
                + @"bob\aBOB-PC\a224657408\a192.168.0.11\a30985\aBob\a\b\a");
        Assert.Equal(expected, HostListWriter.Page(s_example, 0, TextCodec.Utf8));
    }

    [Theory]
    [InlineData(1, @"    0\x07    1\x07bob\x07BOB-PC\x07224657408\x07192.168.0.11\x0730985\x07Bob\x07\x08\x07")]
    [InlineData(2, @"    0\x07    0\x07")]
    [InlineData(int.MaxValue, @"    0\x07    0\x07")]
    [Rule(34)]
    public void R34_a_page_begins_where_it_was_asked_to(int start, string page) =>
        Assert.Equal(page, PacketReading.Show(HostListWriter.Page(s_example, start, TextCodec.Utf8)));

    [Fact]
    [Rule(34)]
    public void R34_a_negative_start_is_the_beginning() =>
        Assert.Equal(HostListWriter.Page(s_example, 0, TextCodec.Utf8), HostListWriter.Page(s_example, int.MinValue, TextCodec.Utf8));

    [Fact]
    [Rule(13)]
    public void R13_names_are_written_in_the_encoding_that_was_asked_for()
    {
        HostListEntry[] members = [Entry("表", "h", "10.0.0.1", "テスト", "")];
        Assert.Contains(@"\x95\x5c\x07h\x07", PacketReading.Show(HostListWriter.Page(members, 0, Codecs.ShiftJis)));
        Assert.Contains(@"\x83e\x83X\x83g", PacketReading.Show(HostListWriter.Page(members, 0, Codecs.ShiftJis)));
        Assert.Contains(@"\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88", PacketReading.Show(HostListWriter.Page(members, 0, TextCodec.Utf8)));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [Rule(38)]
    public void R38_an_address_is_written_without_its_scope(string address, string written) =>
        Assert.Contains($@"\x07{written}\x0730985\x07", Page(Entry("u", "h", address, "", "")));

    [Fact]
    [Rule(34)]
    public void R34_a_separator_in_a_name_does_not_shift_the_fields() =>
        Assert.EndsWith(@"\x07a b\x07cd\x07", Page(Entry("u", "h", "10.0.0.1", "a\ab", "c\0d")));

    // A status of 0 tells the reference client to remove the member.
    [Fact]
    [Rule(35)]
    public void R35_a_member_without_any_capability_is_not_written_as_gone() =>
        Assert.StartsWith(@"    0\x07    1\x07u\x07h\x071\x07",
            Page(Entry("u", "h", "10.0.0.1", "", "") with { Status = EntryFlags.None }));

    [Fact]
    [Rule(35)]
    public void R35_a_member_that_is_gone_is_written_as_gone() =>
        Assert.StartsWith(@"    0\x07    1\x07u\x07h\x070\x07", Page(Entry("u", "h", "10.0.0.1", "", "") with { IsGone = true }));

    private static string Page(HostListEntry member) => PacketReading.Show(HostListWriter.Page([member], 0, Encoding.UTF8));

    private static HostListEntry Entry(string user, string host, string address, string nick, string group) =>
        new(user, host, (EntryFlags)0x0D640000, new IPEndPoint(IPAddress.Parse(address), 2425), nick, group);
}
