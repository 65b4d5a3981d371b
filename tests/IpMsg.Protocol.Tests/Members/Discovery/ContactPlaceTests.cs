using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

/// <summary>Addresses that the user has given for contacts.</summary>
public class ContactPlaceTests
{
    [Fact]
    [Rule(131)]
    public void R131_entries_go_to_the_addresses_of_contacts_and_exits_to_those_that_answered()
    {
        var fixture = Beyond();
        var silent = fixture.AnotherPeer(3, "silent");
        fixture.Node.Do((machine, now) => machine.Contacts(now).Set([fixture.Peer.EndPoint, silent.EndPoint]));
        fixture.Lan.Run(0);
        // Before its announcement nobody hears of this member.
        Assert.Empty(fixture.Peer.Received);
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(1_000);
        Assert.Contains(fixture.Peer.Received, each => (each.CommandWord & 0xFF) == 1);
        Assert.Contains(silent.Received, each => (each.CommandWord & 0xFF) == 1);
        fixture.Meet();
        Assert.True(fixture.Known().IsReached);
        var later = fixture.AnotherPeer(4, "later");
        fixture.Node.Do((machine, now) => machine.Contacts(now).Set([fixture.Peer.EndPoint, silent.EndPoint, later.EndPoint]));
        fixture.Lan.Run(0);
        Assert.Single(later.Received);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();
        Assert.Contains(fixture.Peer.Received, each => (each.CommandWord & 0xFF) == 2);
        Assert.DoesNotContain(silent.Received, each => (each.CommandWord & 0xFF) == 2);
    }

    [Fact]
    [Rule(131)]
    public void R131_the_address_of_a_contact_is_asked_every_ten_minutes_until_it_answers()
    {
        var fixture = Beyond();
        var former = fixture.AnotherPeer(3, "former");
        fixture.Node.Do((machine, now) => machine.Contacts(now).Set([fixture.Peer.EndPoint]));
        fixture.Node.Do((machine, now) => machine.Contacts(now).SetFormer([former.EndPoint]));
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(10_000);
        // The entry and its repetition.
        Assert.Equal(2, Entries(fixture.Peer));
        Assert.Equal(2, Entries(former));
        fixture.Lan.Run(600_000);
        Assert.Equal(3, Entries(fixture.Peer));
        fixture.Lan.Run(600_000);
        Assert.Equal(4, Entries(fixture.Peer));
        fixture.Meet();
        Assert.True(fixture.Known().IsReached);
        fixture.Lan.Run(1_200_000);
        Assert.Equal(4, Entries(fixture.Peer));
        // A former member is asked at the start, and with each refresh.
        Assert.Equal(2, Entries(former));
        fixture.Node.Do((machine, now) => machine.Refresh(now));
        fixture.Lan.Run(1_000);
        Assert.Equal(3, Entries(former));
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();
        fixture.Lan.Run(1_200_000);
        Assert.Equal(3, Entries(former));
    }

    // No broadcast reaches the peers.
    private static MemberFixture Beyond()
    {
        var fixture = new MemberFixture();
        var elsewhere = new LocalNetwork(new IPAddress([10, 9, 0, 1]), new IPAddress([255, 255, 255, 0]));
        fixture.Node.Do((machine, _) => machine.SetNetworks([], [elsewhere], 2425));
        return fixture;
    }

    private static int Entries(ScriptedPeer peer) => peer.Received.Count(each => (each.CommandWord & 0xFF) == 1);
}
