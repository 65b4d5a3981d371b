using IpMsg.Node.TestChild.Kills;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Reliability;

/// <summary>The short form of the kills in docs/reliability.md.</summary>
public sealed class KillTests
{
    [Fact]
    public void Whatever_the_peer_saw_confirmed_is_received_exactly_once_through_kills_and_signals()
    {
        const int Kills = 6, Seed = 12;
        using var folder = new TemporaryFolder();
        var figures = KillRounds.Run(folder.Path, Kills, Seed);
        Assert.Empty(figures.Lost);
        Assert.Empty(figures.Twice);
        Assert.Empty(figures.Unexpected);
        Assert.Equal(figures.Sent, figures.Confirmed);
        Assert.InRange(figures.EndedWhileTaken, 0, Kills);
        // Otherwise nothing was shown: later sessions have received what earlier ones had confirmed.
        Assert.True(figures is { Confirmed: > 100, ReceivedLater: > 10 }, $"{figures.Confirmed} confirmed, {figures.ReceivedLater} later");
    }
}
