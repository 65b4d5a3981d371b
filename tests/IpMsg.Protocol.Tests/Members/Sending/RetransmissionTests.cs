using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>When messages are repeated: a second apart at first, and after some round trips once these are known.</summary>
public sealed class RetransmissionTests(ITestOutputHelper log)
{
    [Fact]
    [Rule(44)]
    public void R44_an_endpoint_that_has_not_answered_gets_five_transmissions_a_second_apart()
    {
        var fixture = new MemberFixture();
        var delivery = fixture.Send("hi");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000], Times(fixture));
        Assert.Equal((DeliveryStatus.Unconfirmed, 5_000), (delivery.Status, fixture.Lan.Now));
    }

    [Theory]
    [InlineData(0, 200, 240)]
    [InlineData(10, 200, 240)]
    [InlineData(80, 200, 240)]
    [InlineData(400, 1_000, 1_200)]
    [Rule(44)]
    public void R44_the_first_repetition_comes_after_three_round_trips_and_a_fifth_of_a_second_at_least(int roundTrip, int from, int to)
    {
        var fixture = new MemberFixture();
        Confirmed(fixture, roundTrip);
        fixture.Peer.Forget();
        var delivery = fixture.Send("never confirmed");
        long start = fixture.Lan.Now;
        fixture.Lan.RunUntilQuiet();

        long[] times = [.. Times(fixture).Select(each => each - start)];
        Assert.InRange(times[1], from, to);
        Assert.InRange(times[^1], 0, 9_000);
        Assert.InRange(times.Length, 5, 12);
        Assert.InRange(fixture.Lan.Now - start, times[^1] + 1_000, 10_500);
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);
        // Each interval is longer than the one before, apart from the jitter.
        var intervals = times.Zip(times.Skip(1), (first, next) => next - first).ToArray();
        Assert.All(intervals.Zip(intervals.Skip(1)), each => Assert.InRange(each.Second, each.First, each.First * 1.5 + 1));
    }

    [Theory]
    [InlineData(1_100)]
    [InlineData(2_500)]
    [Rule(44)]
    public void R44_a_client_that_confirms_late_gets_no_repetitions_once_that_is_known(int roundTrip)
    {
        var fixture = new MemberFixture();
        Confirmed(fixture, roundTrip);
        Confirmed(fixture, roundTrip);
        fixture.Peer.Forget();
        Confirmed(fixture, roundTrip);

        Assert.Single(Times(fixture));
    }

    [Fact]
    [Rule(44)]
    public void R44_a_recipient_that_becomes_slower_is_noticed()
    {
        var fixture = new MemberFixture();
        Confirmed(fixture, 1);
        for (int i = 0; i < 40; i++)
            Confirmed(fixture, 300);
        fixture.Peer.Forget();
        Confirmed(fixture, 300);

        Assert.Single(Times(fixture));
    }

    [Fact]
    [Rule(44)]
    public void R44_the_round_trips_of_so_many_endpoints_are_known_and_no_more()
    {
        var known = new RoundTrips();
        for (int i = 0; i < RoundTrips.MaxConfirmed + 1; i++)
            known.OnConfirmation(MemberFixture.At(i), 1, 10);

        Assert.Equal(RepeatPlan.UnknownMs, known.PlanFor(MemberFixture.At(0)).NextDelay(1, 0, new SeededRandom(1)));
        Assert.InRange(known.PlanFor(MemberFixture.At(1)).NextDelay(1, 0, new SeededRandom(1)), 200, 240);
    }

    [Fact]
    [Rule(44)]
    public void R44_of_ten_thousand_messages_on_a_line_that_loses_three_datagrams_in_ten_at_most_ten_stay_unconfirmed()
    {
        const int Messages = 10_000;
        var line = new LanConditions { Loss = 0.3, Duplication = 0.1, MinDelay = 20, MaxDelay = 60 };
        var lan = new SimulatedLan(44, line);
        var alice = new SimulatedHost(lan, MemberFixture.At(1), MemberFixture.Settings(), 1);
        var bob = new SimulatedHost(lan, MemberFixture.At(2), new("bob", "BOB-PC", MemberFixture.Codec), 2);
        var deliveries = new List<Delivery>();
        var arrived = new Dictionary<string, int>();
        bob.OnEvent = raised =>
        {
            while (raised is MessageArrived && bob.Machine.Inbox.Dequeue() is { } message)
                arrived[message.Text] = arrived.GetValueOrDefault(message.Text) + 1;
        };
        for (int i = 0; i < Messages; i++)
        {
            alice.Do((machine, now) =>
            {
                var encoded = machine.Compose(now, new OutgoingMessage("message " + i), [bob.EndPoint]);
                machine.Dispatch(now, encoded.Deliveries);
                deliveries.AddRange(encoded.Deliveries);
            });
            for (int step = 0; step < 200 && deliveries[i].Status == DeliveryStatus.Pending; step++)
                lan.Run(50);
        }
        lan.RunUntilQuiet();

        var confirmed = deliveries.Where(each => each.Status == DeliveryStatus.Confirmed).ToList();
        double[] times = [.. confirmed.Select(each => each.RoundTrip.TotalMilliseconds).Order()];
        log.WriteLine($"{Messages - times.Length} unconfirmed, median {times[times.Length / 2]:0} ms, "
            + $"95% {times[times.Length * 95 / 100]:0} ms, longest {times[^1]:0} ms, "
            + $"{deliveries.Average(each => each.Attempts):0.00} transmissions");
        Assert.InRange(Messages - times.Length, 0, 10);
        Assert.InRange(times[times.Length / 2], 0, 300);
        Assert.InRange(times[times.Length * 95 / 100], 0, 2_000);
        Assert.InRange(times[^1], 0, 10_000);
        Assert.All(confirmed, each => Assert.Equal(1, arrived[each.Message.Text]));
        Assert.All(arrived.Values, each => Assert.Equal(1, each));
        Assert.All(deliveries, each => Assert.InRange(each.Attempts, 1, 12));
    }

    private static long[] Times(MemberFixture fixture) => [.. fixture.Peer.All(Command.SendMessage).Select(each => each.At)];

    /// <summary>A message that the peer confirms so many milliseconds after each arrival.</summary>
    private static void Confirmed(MemberFixture fixture, int roundTrip)
    {
        fixture.Peer.Reacts = packet =>
        {
            string number = packet.NumberText;
            if (packet.Command == Command.SendMessage)
                fixture.Lan.At(fixture.Lan.Now + roundTrip, () => fixture.Peer.Say(fixture.Node.EndPoint, 0x21, number + "\0"));
        };
        var delivery = fixture.Send("hi");
        fixture.Lan.Run(roundTrip);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        fixture.Lan.Run(roundTrip + 1);
        fixture.Peer.Reacts = _ => { };
    }
}
