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
        var fixture = new MemberFixture();
        var silent = fixture.AnotherPeer(3, "silent");
        var elsewhere = new LocalNetwork(new IPAddress([10, 9, 0, 1]), new IPAddress([255, 255, 255, 0]));
        // No broadcast reaches them.
        fixture.Node.Do((machine, _) => machine.SetNetworks([], [elsewhere], 2425));
        fixture.Node.Do((machine, now) => machine.SetContactPlaces(now, [fixture.Peer.EndPoint, silent.EndPoint]));
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
        fixture.Node.Do((machine, now) => machine.SetContactPlaces(now, [fixture.Peer.EndPoint, silent.EndPoint, later.EndPoint]));
        fixture.Lan.Run(0);
        Assert.Single(later.Received);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();
        Assert.Contains(fixture.Peer.Received, each => (each.CommandWord & 0xFF) == 2);
        Assert.DoesNotContain(silent.Received, each => (each.CommandWord & 0xFF) == 2);
    }
}
