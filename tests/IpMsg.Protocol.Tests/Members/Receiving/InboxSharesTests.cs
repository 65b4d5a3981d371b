using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class InboxSharesTests
{
    private static IncomingMessage From(string address, int length = 0, bool isMember = false) =>
        new(new IPEndPoint(IPAddress.Parse(address), 2425), "", "", "", 0, default(MessageFlags))
        {
            RawText = new string('x', length),
            Sender = isMember ? s_member : null,
        };

    private static readonly Member s_member = AnyMember();

    private static Member AnyMember()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        return fixture.Known();
    }

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
        Assert.False(shares.HasRoomFor(From(one)));
        Assert.Equal(!share, shares.HasRoomFor(From(other)));
        Assert.True(shares.HasRoom);

        shares.Remove(From(one));
        Assert.True(shares.HasRoomFor(From(one)));
        Assert.True(shares.HasRoomFor(From(other)));
    }

    [Fact]
    public void A_member_has_a_share_of_its_own_beside_others_of_its_network()
    {
        var shares = new InboxShares();
        for (int i = 0; i < InboxShares.MaxMessagesPerSender; i++)
            shares.Add(From("fe80::1"));
        Assert.False(shares.HasRoomFor(From("fe80::2")));
        Assert.True(shares.HasRoomFor(From("fe80::2", isMember: true)));
        for (int i = 0; i < InboxShares.MaxMessagesPerSender; i++)
            shares.Add(From("fe80::2", isMember: true));
        Assert.False(shares.HasRoomFor(From("fe80::2", isMember: true)));
        Assert.True(shares.HasRoomFor(From("fe80::3", isMember: true)));
    }

    [Fact]
    public void All_characters_are_limited_too()
    {
        var shares = new InboxShares();
        for (int sender = 0; sender < 4; sender++)
        {
            Assert.True(shares.HasRoomFor(From("10.0.0.9")));
            shares.Add(From("10.0.0." + sender, (int)InboxShares.MaxCharactersPerSender));
        }
        Assert.False(shares.HasRoom);
        Assert.False(shares.HasRoomFor(From("10.0.0.9")));
    }

    // A broadcast from an address that belongs to nobody counts as the member's whose names it has.
    [Fact]
    public void Broadcasts_under_the_names_of_a_member_take_its_share()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        var stranger = fixture.AnotherPeer(9, fixture.Peer.User);
        stranger.Host = fixture.Peer.Host;
        for (int i = 0; i <= InboxShares.MaxMessagesPerSender; i++)
            stranger.Say(fixture.Node.EndPoint, MemberFixture.Message | (uint)MessageFlags.Broadcast, i + "\0");
        fixture.Lan.Run(0);

        Assert.Equal((InboxShares.MaxMessagesPerSender, 1),
            (fixture.Machine.Inbox.Count, (int)fixture.Machine.Counters.TurnedAway));
        Assert.Equal(fixture.Peer.EndPoint, fixture.Machine.Inbox.Waiting.First().From);
    }
}
