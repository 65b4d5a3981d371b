using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>
/// A client that shows messages as they arrive shows them in the order in which they were sent, also on a bad line (R118).
/// </summary>
public sealed class ArrivalOrderTests
{
    private const int Messages = 200;

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [Rule(118)]
    public void R118_a_client_that_shows_in_order_of_arrival_gets_one_message_at_a_time(uint seed)
    {
        var lan = new SimulatedLan(seed, new LanConditions { Loss = 0.3, Duplication = 0.1, MinDelay = 20, MaxDelay = 60 });
        var alice = new SimulatedHost(lan, MemberFixture.At(1), MemberFixture.Settings(), seed);
        var peer = new ScriptedPeer(lan, MemberFixture.At(2));
        var shown = new List<string>();
        var deliveries = new Dictionary<string, Delivery>();
        peer.Reacts = each =>
        {
            if (each.Command == Command.Entry)
                peer.Say(each.From, MemberFixture.AnswerEntry, "peer\0\0");
            if (each.Command != Command.SendMessage)
                return;
            string text = each.Extra.Split('\0')[0];
            if (!shown.Contains(text))
            {
                // The one before has ended: its confirmation has arrived, or it was given up.
                Assert.All(deliveries.Where(sent => Number(sent.Key) < Number(text)), sent => Assert.False(sent.Value.IsUnderWay));
                shown.Add(text);
            }
            peer.Say(each.From, 0x21, each.NumberText + "\0");
        };
        alice.Do((machine, now) => machine.Introduce(now, peer.EndPoint));
        lan.Run(5_000);
        for (int i = 0; i < Messages; i++)
        {
            string text = i.ToString(CultureInfo.InvariantCulture);
            deliveries[text] = alice.Do((machine, now) => machine.Compose(now, new OutgoingMessage(text), [peer.EndPoint]).Deliveries[0]);
        }
        alice.Do((machine, now) => machine.Dispatch(now, [.. deliveries.Values]));
        lan.Run(600_000);
        Assert.InRange(shown.Count, Messages - 2, Messages);
        Assert.Equal(shown.OrderBy(Number), shown);
        Assert.InRange(deliveries.Values.Count(each => each.Status == DeliveryStatus.Confirmed), Messages - 2, Messages);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
