using IpMsg.Protocol.Members.Receiving;
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

        int max = (int)(InboxShares.MaxCharactersPerSender / 32_000);
        Assert.InRange(fixture.Node.OnDisk.Count, max - 1, max + 1);
        Assert.Equal(1_200 - fixture.Node.OnDisk.Count, fixture.Machine.Counters.TurnedAway);
    }
}
