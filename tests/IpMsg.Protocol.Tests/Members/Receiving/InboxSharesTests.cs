using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class InboxSharesTests
{
    private static IncomingMessage From(string address, int length = 0, InboxPart part = InboxPart.Unproved) =>
        new(new IPEndPoint(IPAddress.Parse(address), 2425), "", "", "", 0, default(MessageFlags))
        {
            RawText = new string('x', length),
            Part = part,
        };

    private static void Fill(InboxShares shares, string address, int count, InboxPart part = InboxPart.Unproved)
    {
        for (int i = 0; i < count; i++)
            shares.Add(From(address, part: part));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("fe80::1:2:3:4", "fe80::ffff:2:3:4", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:8000::", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [Rule(119)]
    public void R119_addresses_of_one_machine_share(string one, string other, bool share)
    {
        var shares = new InboxShares();
        Fill(shares, one, InboxShares.MaxMessagesPerSender);
        Assert.False(shares.HasRoomFor(From(one)));
        Assert.Equal(!share, shares.HasRoomFor(From(other)));
        Assert.True(shares.HasRoom(InboxPart.Unproved));

        shares.Remove(From(one));
        Assert.True(shares.HasRoomFor(From(one)));
        Assert.True(shares.HasRoomFor(From(other)));
    }

    [Fact]
    [Rule(119)]
    public void R119_a_member_that_answers_has_a_share_of_its_own_beside_others_of_its_network()
    {
        var shares = new InboxShares();
        Fill(shares, "fe80::1", InboxShares.MaxMessagesPerSender);
        Assert.False(shares.HasRoomFor(From("fe80::2")));
        foreach (var part in new[] { InboxPart.Reached, InboxPart.Answering })
        {
            Assert.True(shares.HasRoomFor(From("fe80::2", part: part)));
            Fill(shares, "fe80::2", InboxShares.MaxMessagesPerSender, part);
            Assert.False(shares.HasRoomFor(From("fe80::2", part: part)));
            Assert.True(shares.HasRoomFor(From("fe80::3", part: part)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Rule(119)]
    public void R119_no_part_uses_up_the_room_of_another(int full)
    {
        var shares = new InboxShares();
        Fill(shares, "10.0.0.1", InboxShares.MaxMessages, (InboxPart)full);
        for (int part = 0; part < 4; part++)
            Assert.Equal(part != full, shares.HasRoomFor(From("10.0.0.2", part: (InboxPart)part)));
    }

    [Fact]
    [Rule(119)]
    public void R119_the_last_quarter_of_a_part_is_for_senders_with_few_messages()
    {
        var shares = new InboxShares();
        for (int sender = 1; sender <= 3; sender++)
            Fill(shares, "10.0.0." + sender, InboxShares.MaxMessagesPerSender);
        int few = 0;
        for (; shares.HasRoomFor(From("10.0.0.4")); few++)
            shares.Add(From("10.0.0.4"));
        Assert.Equal(InboxShares.MaxFewMessages, few);
        Assert.True(shares.HasRoomFor(From("10.0.0.5")));
        shares.Add(From("10.0.0.5", (int)InboxShares.MaxFewCharacters));
        Assert.False(shares.HasRoomFor(From("10.0.0.5")));
        // Taken messages of the first ones make room for all.
        for (int i = 0; i <= few; i++)
            shares.Remove(From("10.0.0.1"));
        Assert.False(shares.HasRoomFor(From("10.0.0.4")));
        shares.Remove(From("10.0.0.1"));
        Assert.True(shares.HasRoomFor(From("10.0.0.4")));
    }

    [Fact]
    [Rule(119)]
    public void R119_all_characters_of_a_part_are_limited_too()
    {
        var shares = new InboxShares();
        for (int sender = 0; sender < 4; sender++)
        {
            Assert.True(shares.HasRoomFor(From("10.0.0.9")));
            shares.Add(From("10.0.0." + sender, (int)InboxShares.MaxCharactersPerSender));
        }
        Assert.False(shares.HasRoom(InboxPart.Unproved));
        Assert.False(shares.HasRoomFor(From("10.0.0.9")));
        Assert.True(shares.HasRoomFor(From("10.0.0.9", part: InboxPart.Reached)));
    }

    [Fact]
    [Rule(119)]
    public void R119_each_part_has_its_own_messages_on_the_way_to_the_disk()
    {
        var shares = new InboxShares();
        for (int i = 0; i < InboxShares.MaxPending; i++)
            shares.Add(From("10.0.0." + i % 200), isPending: true);
        Assert.False(shares.HasRoomFor(From("10.0.1.1")));
        Assert.True(shares.HasRoomFor(From("10.0.1.1", part: InboxPart.Answering)));
        shares.OnWritten(From("10.0.0.1"));
        Assert.True(shares.HasRoomFor(From("10.0.1.1")));
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
