using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Writer and reader together: what one serves is what the other gets.</summary>
public class HostListPagingTests
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("shift_jis")]
    [Rule(34, 35, 36)]
    public void R34_to_R36_a_thousand_members_arrive_over_many_pages(string encoding)
    {
        HostListEntry[] members = [.. Enumerable.Range(0, 1234).Select(Member)];
        var received = Fetch(members, Encoding.GetEncoding(encoding), out int pages);
        Assert.Equal(members, received);
        Assert.InRange(pages, 8, 20);
    }

    [Fact]
    [Rule(36)]
    public void R36_one_member_that_fits_no_page_does_not_keep_the_others_from_arriving()
    {
        var members = Enumerable.Range(0, 300).Select(Member).ToList();
        members.Insert(150, Member(9) with { Nick = new string('表', 4000) });
        members.Insert(0, Member(9) with { Group = new string('x', 9000) });
        Assert.Equal(Enumerable.Range(0, 300).Select(Member), Fetch(members, TextCodec.Utf8, out _));
    }

    [Fact]
    [Rule(38)]
    public void R38_addresses_of_both_families_arrive()
    {
        HostListEntry[] members = [.. new[] { "10.0.0.1", "fe80::1", "2001:db8::ffff", "255.255.255.254" }
            .Select(address => Member(1) with { EndPoint = new IPEndPoint(IPAddress.Parse(address), 1) })];
        Assert.Equal(members, Fetch(members, TextCodec.Utf8, out _));
    }

    // As a requester does it: on with the next page as long as the answer names one (R36).
    private static List<HostListEntry> Fetch(IReadOnlyList<HostListEntry> members, Encoding encoding, out int pages)
    {
        var received = new List<HostListEntry>();
        int next = 0;
        pages = 0;
        do
        {
            byte[] page = HostListWriter.Page(members, next, encoding);
            Assert.InRange(page.Length, 1, HostListWriter.MaxPage);
            Assert.DoesNotContain((byte)0, page);
            int start = next;
            Assert.True(HostListReader.TryRead(encoding.GetString(page), out next, out int count, out var entries));
            Assert.Equal(count, entries.Count);
            Assert.True(next == 0 || next > start && next >= count, $"page {pages}: {start} -> {next}, {count} entries");
            received.AddRange(entries);
            pages++;
        }
        while (next != 0);
        return received;
    }

    private static HostListEntry Member(int index) => new(
        $"user{index}", $"HOST-{index}", index % 3 == 0 ? EntryFlags.None : (EntryFlags)0x0D640000,
        new IPEndPoint(new IPAddress([10, 1, (byte)(index >> 8), (byte)index]), 2425 + index),
        index % 5 == 0 ? "" : $"テスト{index}", index % 7 == 0 ? "" : "開発");
}
