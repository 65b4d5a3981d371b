using System;
using System.Linq;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

public sealed class RandomGapTests
{
    private const long Day = 24 * 3600;

    [Theory]
    [InlineData(-1_000_000_000L, 1_024)]
    [InlineData(0L, 1_024)]
    [InlineData(5 * Day, 256)]
    [InlineData(7 * Day - 1_024, 2)]
    public void A_gap_is_wide_near_the_clock(long ahead, int atLeast)
    {
        var source = new Recorder();
        RandomGap.Draw(ahead, source);
        Assert.Equal(1, source.Minimum);
        Assert.True(source.Limit > atLeast, $"limit {source.Limit}");
    }

    [Theory]
    [InlineData(7 * Day)]
    [InlineData(29 * Day)]
    public void A_gap_is_one_a_week_ahead_of_the_clock(long ahead) => Assert.Equal(1, RandomGap.Draw(ahead, new Recorder()));

    [Fact]
    public void A_gap_is_never_wider_than_its_documentation_says()
    {
        using var random = new CryptoRandom();
        int[] gaps = [.. Enumerable.Range(0, 100_000).Select(_ => RandomGap.Draw(0, random))];
        Assert.Equal(1, gaps.Min());
        Assert.Equal(1_181, gaps.Max());
    }

    [Fact]
    public void A_million_messages_at_once_stay_where_earlier_versions_take_the_number_for_undamaged()
    {
        using var random = new CryptoRandom();
        long ahead = 0;
        for (int i = 0; i < 1_000_000; i++)
            ahead += RandomGap.Draw(ahead, random);
        Assert.InRange(ahead, 7 * Day, 30 * Day);
    }

    private sealed class Recorder : IRandomSource
    {
        internal int Minimum { get; private set; }

        internal int Limit { get; private set; }

        public int Next(int minimum, int limit)
        {
            (Minimum, Limit) = (minimum, limit);
            return minimum;
        }
    }
}
