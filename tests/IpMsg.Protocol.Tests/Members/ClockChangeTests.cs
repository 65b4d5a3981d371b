using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Tests.Members.Offers;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>Clocks that are set back a day, or ahead a year, while two members write to each other.</summary>
public sealed class ClockChangeTests
{
    private readonly EncryptionFixture _fixture = new();
    private readonly SimulatedHost _alice;
    private readonly List<byte[]> _fromAlice = [];
    private readonly HashSet<string> _numbers = [];
    private int _sent;

    public ClockChangeTests()
    {
        _alice = _fixture.Host(2, "alice", TestKeys.OfAlice);
        _fixture.Lan.Tap = (from, to, datagram) =>
        {
            if (from.Equals(_alice.EndPoint) && to.Equals(_fixture.Node.EndPoint))
                _fromAlice.Add(datagram);
        };
        _fixture.Node.Do(static (machine, now) => machine.Announce(now));
        _alice.Do(static (machine, now) => machine.Announce(now));
        _fixture.Lan.Run(10_000);
        Exchange();
    }

    public static TheoryData<int, int> Changes => new()
    {
        { -1, 0 }, { 0, -1 }, { -1, -1 }, { 365, 0 }, { 0, 365 }, { 365, 365 },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    [Rule(12, 116)]
    public void R12_R116_messages_arrive_and_copies_do_not_whatever_the_clocks_say(int daysOfAlice, int daysOfBob)
    {
        Change(daysOfAlice, daysOfBob);
        Exchange();
        Replay();
        // The clock is corrected.
        Change(0, 0);
        Exchange();
        Replay();
        Assert.Single(_fixture.Machine.Members, static each => each.NickName == "alice");
        Assert.Single(_alice.Machine.Members, static each => each.NickName == "bob");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(365)]
    [Rule(89)]
    public void R89_an_offer_lasts_as_long_as_it_was_promised(int days)
    {
        var sent = _fixture.Send(
            OfferSteps.Message(OfferSteps.File("a.txt")) with { OfferLifetime = TimeSpan.FromHours(1) }, [_alice.EndPoint]);
        var offer = Assert.Single(sent[0].Offers);
        Change(0, days);
        _fixture.Lan.Run(3_500_000);
        Assert.Equal(OfferState.Waiting, offer.State);
        _fixture.Lan.Run(200_000);
        Assert.Equal(OfferState.Expired, offer.State);
    }

    private void Change(int daysOfAlice, int daysOfBob)
    {
        _alice.ClockError = TimeSpan.FromDays(daysOfAlice);
        _fixture.Node.ClockError = TimeSpan.FromDays(daysOfBob);
    }

    private void Exchange()
    {
        for (int i = 0; i < 5; i++)
        {
            Say(_alice, _fixture.Node);
            Say(_fixture.Node, _alice);
        }
    }

    private void Say(SimulatedHost from, SimulatedHost to)
    {
        string text = "message " + _sent++;
        var encoded = from.Do((machine, now) => machine.Compose(now, new OutgoingMessage(text), [to.EndPoint]));
        from.Do((machine, now) => machine.Dispatch(now, encoded.Deliveries));
        for (int i = 0; i < 20 && encoded.Deliveries[0].Status == DeliveryStatus.Pending; i++)
            _fixture.Lan.Run(1_000);
        Assert.Equal(DeliveryStatus.Confirmed, encoded.Deliveries[0].Status);
        Assert.True(_numbers.Add(from.EndPoint + " " + encoded.Deliveries[0].Number));
        Assert.Equal([text], Drain(to));
    }

    private void Replay()
    {
        foreach (byte[] each in _fromAlice.ToList())
            _fixture.Lan.Forge(_alice.EndPoint, _fixture.Node.EndPoint, each);
        _fixture.Lan.Run(20_000);
        Assert.Empty(Drain(_fixture.Node));
    }

    private static List<string> Drain(SimulatedHost host)
    {
        var texts = new List<string>();
        host.Do((machine, _) =>
        {
            while (machine.Inbox.Dequeue() is { } message)
                texts.Add(message.Text);
        });
        return texts;
    }
}
