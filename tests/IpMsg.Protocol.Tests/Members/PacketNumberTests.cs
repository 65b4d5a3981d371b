using System.Linq;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

public class PacketNumberTests
{
    [Fact]
    [Rule(12)]
    public void R12_numbers_of_successive_packets_rise_strictly_and_begin_no_lower_than_the_time()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        for (int i = 0; i < 10; i++)
            fixture.Receive(MemberFixture.Confirmed, "message " + i);
        fixture.Receive(0x40);
        fixture.Lan.RunUntilQuiet();

        var numbers = fixture.Peer.Received.Select(each => each.Number).ToList();
        Assert.True(numbers.Count >= 14);
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.True(numbers[0] >= SimulatedLan.Epoch.ToUnixTimeSeconds());
    }

    [Fact]
    [Rule(12)]
    public void R12_ten_packets_in_one_second_have_ten_numbers_and_later_ones_follow_the_clock()
    {
        var fixture = new MemberFixture();
        for (int i = 0; i < 10; i++)
            fixture.Receive(0x40);
        fixture.Lan.Run(3_600_000);
        fixture.Receive(0x40);

        uint start = (uint)SimulatedLan.Epoch.ToUnixTimeSeconds();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => start + (uint)i).Append(start + 3_600),
            fixture.Peer.Received.Select(each => each.Number));
    }
}
