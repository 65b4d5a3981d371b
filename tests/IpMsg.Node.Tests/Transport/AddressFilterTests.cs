using System;
using System.Net;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class AddressFilterTests
{
    private static bool Admits(string[]? allowed, string[]? denied, string address) =>
        new AddressFilter(allowed, denied).Admits(IPAddress.Parse(address));

    [Fact]
    public void Without_lists_everyone_is_admitted()
    {
        Assert.True(Admits(null, null, "203.0.113.7"));
        Assert.True(Admits([], [], "fe80::1"));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.1.2.99/24", "10.1.2.3", true)]
    [InlineData("192.168.128.0/17", "192.168.127.255", false)]
    [InlineData("192.168.128.0/17", "192.168.255.255", true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "fe80::1", false)]
    [InlineData("10.0.0.1/32", "10.0.0.1", true)]
    [InlineData(" 10.0.0.1 ", "10.0.0.1", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.1.1", true)]
    [InlineData("fe80::/10", "febf::1", true)]
    [InlineData("fe80::/10", "fec0::1", false)]
    [InlineData("fe80::/10", "fe80::1%1", true)]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1:3::9", false)]
    [InlineData("2001:db8::8000:0:0:0/65", "2001:db8::7fff:0:0:1", false)]
    [InlineData("2001:db8::8000:0:0:0/65", "2001:db8::ffff:0:0:1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    public void Only_the_allowed_are_admitted(string range, string address, bool expected)
    {
        Assert.Equal(expected, Admits([range], null, address));
        Assert.Equal(!expected, Admits(null, [range], address));
    }

    [Fact]
    public void A_denial_outweighs_a_permission()
    {
        Assert.False(Admits(["10.0.0.0/8"], ["10.1.0.0/16"], "10.1.2.3"));
        Assert.True(Admits(["10.0.0.0/8"], ["10.1.0.0/16"], "10.2.2.3"));
        Assert.False(Admits(["10.0.0.0/8"], ["10.1.0.0/16"], "11.1.2.3"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("10")]
    [InlineData("10.0.0/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("fe80::/129")]
    public void Anything_else_is_an_error_that_shows_the_text(string text) =>
        Assert.Contains("'" + text + "'", Assert.Throws<FormatException>(() => new AddressFilter([text], null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Asking_about_an_IPv4_address_allocates_nothing()
    {
        var filter = new AddressFilter(["10.0.0.0/8", "fe80::/10"], ["10.9.0.0/16"]);
        var address = IPAddress.Parse("10.1.2.3");
        filter.Admits(address);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            filter.Admits(address);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
