using System.Net;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class InboxSharesTests
{
    private static IncomingMessage From(string address, int length = 0) =>
        new(new IPEndPoint(IPAddress.Parse(address), 2425), "", "", "", 0, default(MessageFlags)) { RawText = new string('x', length) };

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("fe80::1:2:3:4", "fe80::ffff:2:3:4", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:8000::", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void Addresses_of_one_machine_share(string one, string other, bool share)
    {
        var shares = new InboxShares();
        for (int i = 0; i < InboxShares.MaxMessagesPerSender; i++)
            shares.Add(From(one));
        Assert.False(shares.HasRoomFor(IPAddress.Parse(one)));
        Assert.Equal(!share, shares.HasRoomFor(IPAddress.Parse(other)));
        Assert.Equal(!share, shares.HasRoomFor(From(other)));
        Assert.True(shares.HasRoom);

        shares.Remove(From(one));
        Assert.True(shares.HasRoomFor(IPAddress.Parse(one)));
    }

    [Fact]
    public void All_characters_are_limited_too()
    {
        var shares = new InboxShares();
        for (int sender = 0; sender < 4; sender++)
        {
            Assert.True(shares.HasRoomFor(IPAddress.Parse("10.0.0.9")));
            shares.Add(From("10.0.0." + sender, (int)InboxShares.MaxCharactersPerSender));
        }
        Assert.False(shares.HasRoom);
        Assert.False(shares.HasRoomFor(IPAddress.Parse("10.0.0.9")));
    }
}
