using System.Net;
using IpMsg.Protocol.Members.Offers;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Offers;

public sealed class RecipientAddressesTests
{
    private static readonly IPAddress s_bob = IPAddress.Parse("10.0.0.2");

    [Fact]
    public void An_address_is_known_until_its_last_offer_ends()
    {
        var recipients = new RecipientAddresses();
        recipients.Add(s_bob);
        recipients.Add(s_bob);
        recipients.Remove(s_bob);
        Assert.True(recipients.Contains(s_bob));
        recipients.Remove(s_bob);
        recipients.Remove(s_bob);
        Assert.False(recipients.Contains(s_bob));
        Assert.False(recipients.Contains(IPAddress.Parse("10.0.0.3")));
    }

    [Fact]
    public void An_IPv6_address_with_an_IPv4_address_in_it_is_the_same()
    {
        var recipients = new RecipientAddresses();
        recipients.Add(s_bob.MapToIPv6());
        Assert.True(recipients.Contains(s_bob));
        recipients.Remove(s_bob);
        Assert.False(recipients.Contains(s_bob.MapToIPv6()));
    }
}
