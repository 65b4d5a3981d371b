using Xunit;

namespace IpMsg.Protocol.Tests;

public class DiskQueueTests
{
    [Fact]
    public void Messages_on_their_way_to_a_disk_that_hangs_count_by_their_length_as_well()
    {
        var stage = new Stage(Stage.Settings(persists: true));
        stage.Node.HoldsDisk = true;
        stage.Meet();
        string text = new string('x', 32_000) + "\0";
        for (int i = 0; i < 1_200; i++)
            stage.Hears(Stage.Confirmed, text);

        Assert.InRange(stage.Node.OnDisk.Count, 990, 1_010);
        Assert.Equal(1_200 - stage.Node.OnDisk.Count, stage.Machine.Counters.TurnedAway);
    }
}
