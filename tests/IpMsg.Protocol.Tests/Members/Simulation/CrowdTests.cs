using System;
using System.Linq;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>Two hundred members, two thousand messages and a network that loses three datagrams in ten, a hundred times over.</summary>
public class CrowdTests(HundredCrowds crowds) : IClassFixture<HundredCrowds>
{
    // Past four standard deviations the cause is no longer chance: once in sixteen thousand runs, and these runs are always the same.
    private const double Tolerance = 4;

    [Fact]
    public void No_message_comes_twice_or_out_of_order_each_confirmed_one_came_and_each_delivery_ends() =>
        Assert.Equal("", crowds.Complaints);

    [Fact]
    public void As_many_messages_are_confirmed_as_five_transmissions_allow() =>
        Assert.InRange(DeliveryOdds.Deviation(crowds.Sum(each => each.PlainConfirmed), crowds.Sum(each => each.Plain),
            DeliveryOdds.Confirmed(Crowd.Conditions)), -Tolerance, Tolerance);

    [Fact]
    public void As_many_messages_arrive_as_five_transmissions_allow() =>
        Assert.InRange(DeliveryOdds.Deviation(crowds.Sum(each => each.PlainDelivered), crowds.Sum(each => each.Plain),
            DeliveryOdds.Delivered(Crowd.Conditions)), -Tolerance, Tolerance);

    [Fact]
    public void The_crowds_met_everything_that_they_were_to_meet()
    {
        Assert.True(crowds.Sum(each => each.Plain) > 150_000);
        Assert.True(crowds.Sum(each => each.Hopeless) > 2_000);
        Assert.All(crowds.Tallies, each => Assert.True(each is { LogFailures: > 0, Duplicates: > 0, Hopeless: > 0 }));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        Assert.Equal(crowds.Tallies[41].Hash, new Crowd(42).Run().Lan.Trace.Hash);
        Assert.Equal(HundredCrowds.Seeds, crowds.Tallies.Select(each => each.Hash).Distinct().Count());
    }

    [Fact]
    public void What_the_odds_are_worked_out_to_be_is_what_they_are()
    {
        // Without duplication these are textbook numbers: 1 - 0.3^5, and 1 - (1 - 0.7 * 0.7)^5.
        var lan = Crowd.Conditions with { Duplication = 0 };
        Assert.Equal(0.99757, DeliveryOdds.Delivered(lan), 1e-9);
        Assert.Equal(1 - Math.Pow(0.51, 5), DeliveryOdds.Confirmed(lan), 1e-9);
    }
}
