using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class DiskQueueTests
{
    [Fact]
    public void Messages_on_their_way_to_a_disk_that_hangs_count_by_their_length_as_well()
    {
        var fixture = new MemberFixture(MemberFixture.Settings(persists: true));
        fixture.Node.HoldsDisk = true;
        fixture.Meet();
        string text = new string('x', 32_000) + "\0";
        for (int i = 0; i < 1_200; i++)
            fixture.Receive(MemberFixture.Confirmed, text);

        Assert.InRange(fixture.Node.OnDisk.Count, 990, 1_010);
        Assert.Equal(1_200 - fixture.Node.OnDisk.Count, fixture.Machine.Counters.TurnedAway);
    }
}
