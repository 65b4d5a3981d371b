using System;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;
using Xunit;
using static IpMsg.Protocol.Tests.Members.Offers.OfferSteps;

namespace IpMsg.Protocol.Tests.Members.Offers;

/// <summary>The names in attachment lists, by the recipient's client (R115).</summary>
public class OfferedNameListTests
{
    private const string Bad = "x?q*\"<>|.txt", Sent = "x_q_____.txt", Ours = "peer\0\0\nPF:1";
    private const string Iptux = "1_iptux 0.8.3:5:peer:PEER-PC:257:peer\0\0icon.png\0utf-8\0";

    private static (Delivery Delivery, string List) Send(string? entry, params string[] names)
    {
        var fixture = new MemberFixture();
        if (entry == Iptux)
            fixture.Peer.Send(fixture.Node.EndPoint, [.. entry.Select(each => (byte)each)]);
        else if (entry is not null)
            fixture.ReceiveFrom(fixture.Peer, MemberFixture.AnswerEntry, entry);
        fixture.Lan.Run(0);
        fixture.Peer.Received.Clear();
        var delivery = fixture.Send(Message([.. names.Select(each => File(each))]), fixture.Peer.EndPoint).Single();
        return (delivery, EntriesOf(fixture.Peer.Received.Single(each => each.Text == "look")));
    }

    // The question for a proof comes behind the list (R107).
    private static string EntriesOf(ReceivedPacket packet) => packet.Extra.Split('\0')[1];

    // As the reference client reads a list: "::" is ";", and the first name that Windows cannot have ends it.
    private static string[] ReadOnWindows(string list) =>
    [
        .. list.Split('\a', StringSplitOptions.RemoveEmptyEntries)
            .Select(each => each.Replace("::", ";", StringComparison.Ordinal).Split(':')[1])
            .TakeWhile(name => !SafeFileName.Of(name, NameRules.Windows).IsChanged),
    ];

    [Theory]
    [InlineData("peer\0\0")]
    [InlineData(null)]
    [Rule(115)]
    public void R115_a_client_on_Windows_gets_every_attachment(string? entry)
    {
        string[] names = ["first.txt", Bad, "aux", "x|q?\"<>|.txt", "dot.", "a:b", "last.txt"];
        var (delivery, list) = Send(entry, names);
        string[] sent = ["first.txt", Sent, "_aux", "x_q_____ (2).txt", "dot_", "a:b", "last.txt"];
        Assert.Equal(sent, delivery.Offers.Select(each => each.Attachment.Name));
        Assert.Equal(sent.Select(each => each.Replace(':', ';')), ReadOnWindows(list));
        Assert.All(delivery.Offers, each => Assert.False(each.KeepsNames));
        Assert.Equal(names, delivery.Message.Files.Select(each => each.Attachment.Name));
    }

    [Theory]
    [InlineData(Ours)]
    [InlineData(Iptux)]
    [Rule(115)]
    public void R115_a_client_that_changes_names_itself_gets_them_as_they_are(string entry)
    {
        var (delivery, list) = Send(entry, Bad, "a\ab");
        uint id = delivery.Offers[0].Attachment.Id;
        Assert.Equal($"{id}:{Bad}:5:6553f100:1:\a{id + 1}:a_b:5:6553f100:1:\a", list);
        Assert.Equal([Bad, "a_b"], delivery.Offers.Select(each => each.Attachment.Name));
        Assert.All(delivery.Offers, each => Assert.True(each.KeepsNames));
    }

    [Fact]
    [Rule(115)]
    public void R115_the_bytes_of_a_list_with_a_replaced_name()
    {
        var (delivery, list) = Send("peer\0\0", Bad, "b.txt");
        uint id = delivery.Offers[0].Attachment.Id;
        Assert.Equal($"{id}:{Sent}:5:6553f100:1:\a{id + 1}:b.txt:5:6553f100:1:\a", list);
    }

    [Fact]
    [Rule(115)]
    public void R115_recipients_of_one_message_get_the_names_that_each_can_have()
    {
        var fixture = new MemberFixture();
        var carol = fixture.AnotherPeer(3, "carol");
        fixture.Meet();
        fixture.ReceiveFrom(carol, MemberFixture.AnswerEntry | 0x01000000, "carol\0\0\nPF:1");
        fixture.Send(Message(File(Bad)), fixture.Peer.EndPoint, carol.EndPoint);
        Assert.Contains(":" + Sent + ":", EntriesOf(fixture.Peer.Received.Single()), StringComparison.Ordinal);
        Assert.Contains(":" + Bad + ":", EntriesOf(carol.Received.Last()), StringComparison.Ordinal);
    }
}
