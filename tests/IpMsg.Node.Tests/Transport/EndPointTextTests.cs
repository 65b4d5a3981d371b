using System;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class EndPointTextTests
{
    [Theory]
    [InlineData("10.1.2.255", "10.1.2.255:2425")]
    [InlineData(" 10.1.2.3:2426 ", "10.1.2.3:2426")]
    [InlineData("fe80::1", "[fe80::1]:2425")]
    [InlineData("[fe80::1]", "[fe80::1]:2425")]
    [InlineData("[fe80::1]:5000", "[fe80::1]:5000")]
    public void Addresses_are_read_with_and_without_a_port(string text, string expected) =>
        Assert.Equal(expected, EndPointText.Parse(text, 2425).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.1")]
    [InlineData("host:2425")]
    [InlineData("10.1.2.3:99999")]
    [InlineData("10.1.2.3:")]
    [InlineData("[10.1.2.3]:2425")]
    [InlineData("[fe80::1]:x")]
    public void Anything_else_is_an_error_that_shows_the_text(string text) =>
        Assert.Contains("'" + text + "'", Assert.Throws<FormatException>(() => EndPointText.Parse(text, 2425)).Message,
            StringComparison.Ordinal);
}
