using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

public class QuietMonthTests
{
    private const long Hour = 3_600_000, Month = 30 * 24 * Hour;

    [Fact]
    public void A_member_that_nobody_needs_sends_nothing_for_a_month()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(10_000);
        fixture.Peer.Forget();
        fixture.Lan.Run(Month);

        Assert.Empty(fixture.Peer.Received);
        Assert.Equal(Moment.Never, fixture.Machine.NextTimer);
    }

    [Fact]
    public void A_month_of_absences_entries_and_messages_ends_with_everyone_known_and_every_number_new()
    {
        var lan = new SimulatedLan(7, LanConditions.Perfect with { MaxDelay = 20 });
        var hosts = Enumerable.Range(1, 20)
            .Select(i => new SimulatedHost(lan, MemberFixture.At(i), new MemberSettings("user" + i, "PC" + i, MemberFixture.Codec),
                (ulong)i)).ToArray();
        foreach (var host in hosts)
            host.Do((machine, now) => machine.Announce(now));
        var deliveries = Enumerable.Range(0, 30 * 24).Select(hour => Busy(lan, hosts, hour)).ToList();

        Assert.Equal(Month, lan.Now);
        Assert.All(hosts, each => Assert.Equal(19, each.Machine.MemberCount));
        Assert.All(deliveries, each => Assert.Equal(DeliveryStatus.Confirmed, each.Status));
        Assert.All(deliveries.GroupBy(each => each.Message.Text), each => Assert.Single(each));
        Assert.Equal(deliveries.Count, hosts.Sum(each => each.Machine.Counters.Messages - AutoReplies(each)));
        // Each sender was told once in the absence of the hour in which it wrote to somebody absent.
        Assert.Equal(deliveries.Count, hosts.Sum(AutoReplies));
    }

    private static Delivery Busy(SimulatedLan lan, SimulatedHost[] hosts, int hour)
    {
        var away = hosts[hour % hosts.Length];
        var writer = hosts[(hour + 7) % hosts.Length];
        away.Do((machine, now) => machine.SetPresence(now, null, null, ("hour " + hour, "back soon")));
        lan.Run(Hour / 2);
        var encodedMessage = writer.Do((machine, now) => machine.Compose(now, new OutgoingMessage("hour " + hour), [away.EndPoint]));
        writer.Do((machine, now) => machine.Dispatch(now, encodedMessage.Deliveries));
        lan.Run(60_000);
        Assert.True(writer.Machine.MemberAt(away.EndPoint)!.IsAbsent);
        away.Do((machine, now) => machine.SetPresence(now, null, null, ("", "")));
        lan.Run(Hour / 2 - 60_000);
        Assert.False(writer.Machine.MemberAt(away.EndPoint)!.IsAbsent);
        return encodedMessage.Deliveries.Single();
    }

    private static int AutoReplies(SimulatedHost host) =>
        host.Machine.Inbox.Waiting.Count(each => (each.Flags & MessageFlags.AutoReturn) != 0);
}
