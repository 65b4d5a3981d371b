using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>
/// Thirty members on a bad network, of which every second one is another client: its entries lack the line of R107. A forger knows the
/// number of every message.
/// </summary>
public class MixedLanTests
{
    private const int Members = 30, Messages = 600;
    private const int FirstLost = 10, LastLost = 13;

    private readonly SimulatedLan _lan = new(107, Crowd.Conditions with { MaxPersist = 0, PersistFailure = 0 });
    private readonly SimulatedHost[] _hosts;
    private readonly List<(SimulatedHost To, Delivery Delivery)> _sent = [];
    private readonly List<string> _toOurs = [], _toOthers = [];

    public MixedLanTests()
    {
        _hosts = [.. Enumerable.Range(0, Members).Select(i => new SimulatedHost(_lan, MemberFixture.At(i + 1),
            new MemberSettings("user" + i, "PC" + i, MemberFixture.Codec), (ulong)i + 1))];
        _lan.Relay = (from, to, datagram) => Carry(from, to, datagram);
    }

    [Fact]
    [Rule(107)]
    public void R107_on_a_mixed_network_only_proofs_confirm_our_members_and_numbers_the_others()
    {
        Talk();

        Assert.All(_sent, each => Assert.True(each.Delivery.Status is DeliveryStatus.Confirmed or DeliveryStatus.Unconfirmed));
        foreach (var (to, delivery) in _sent)
        {
            bool hasProof = IsOurs(to.EndPoint) && delivery.NeedsProof;
            Assert.True(!hasProof || delivery.Status != DeliveryStatus.Confirmed || HasArrived(to, delivery), delivery.Message.Text);
        }
        var toOurs = _sent.Where(each => each.Delivery.NeedsProof).ToList();
        var toOthers = _sent.Where(each => !IsOurs(each.To.EndPoint)).ToList();
        Assert.InRange(toOurs.Count, Messages / 3, Messages * 2 / 3);
        Assert.DoesNotContain(toOthers, each => each.Delivery.NeedsProof);
        // A proof takes nothing from what five transmissions achieve, except from those that are cut off.
        var reached = toOurs.Where(each => !IsLost(each.To.EndPoint)).ToList();
        int confirmed = reached.Count(each => each.Delivery.Status == DeliveryStatus.Confirmed);
        Assert.InRange(
            DeliveryOdds.Deviation(confirmed, reached.Count, DeliveryOdds.Confirmed(_lan.Conditions)), -4, 4);
        var lost = _sent.Where(each => IsLost(each.To.EndPoint)).ToList();
        Assert.Contains(lost, each => IsOurs(each.To.EndPoint));
        Assert.All(lost.Where(each => each.Delivery.NeedsProof),
            each => Assert.Equal(DeliveryStatus.Unconfirmed, each.Delivery.Status));
        // The same forger succeeds with those that know no proof.
        Assert.Contains(lost, each => !IsOurs(each.To.EndPoint) && each.Delivery.Status == DeliveryStatus.Confirmed);
        Assert.True(_hosts.Sum(each => each.Machine.Counters.WrongConfirmations) > 100);
    }

    [Fact]
    [Rule(107)]
    public void R107_only_messages_to_our_members_ask_for_a_proof()
    {
        Talk();

        Assert.Contains(_toOurs, each => each.Contains("\nPN:", StringComparison.Ordinal));
        Assert.Contains(_toOthers, each => each.Contains(":message ", StringComparison.Ordinal));
        Assert.DoesNotContain(_toOthers, each => each.Contains("\nPN:", StringComparison.Ordinal));
    }

    private static bool IsOurs(IPEndPoint endPoint) => endPoint.Address.GetAddressBytes()[3] % 2 == 1;

    private static bool IsLost(IPEndPoint endPoint) => endPoint.Address.GetAddressBytes()[3] is >= FirstLost and <= LastLost;

    private static bool HasArrived(SimulatedHost host, Delivery delivery) =>
        host.Machine.Inbox.Waiting.Any(each => each.Text == delivery.Message.Text);

    private void Talk()
    {
        foreach (var host in _hosts)
            host.Do((machine, now) => machine.Announce(now));
        _lan.RunUntilQuiet();
        var random = new SeededRandom(7);
        long start = _lan.Now;
        for (int i = 0; i < Messages; i++)
        {
            var from = _hosts[random.Next(0, Members)];
            var to = _hosts[random.Next(0, Members)];
            int index = i;
            if (from != to)
                _lan.At(start + random.Next(0, 60_000), () => Send(index, from, to));
        }
        _lan.RunUntilQuiet();
    }

    private void Send(int index, SimulatedHost from, SimulatedHost to) => from.Do((machine, now) =>
    {
        var delivery = machine.Compose(now, new OutgoingMessage("message " + index), [to.EndPoint]).Deliveries.Single();
        _sent.Add((to, delivery));
        machine.Dispatch(now, [delivery]);
    });

    // Messages to some do not arrive, and each message has a forged confirmation with its number.
    private IEnumerable<byte[]> Carry(IPEndPoint from, IPEndPoint to, byte[] datagram)
    {
        if (!PacketReader.TryRead(datagram, out var packet))
            return [datagram];
        string text = Encoding.Latin1.GetString(datagram);
        (IsOurs(to) || to.Equals(SimulatedLan.Broadcast()) ? _toOurs : _toOthers).Add(text);
        if (packet.Command != Command.SendMessage)
            return [IsOurs(from) ? datagram : Encoding.Latin1.GetBytes(text.Replace("\nPF:1", "", StringComparison.Ordinal))];
        int index = to.Address.GetAddressBytes()[3] - 1;
        string number = Encoding.Latin1.GetString(packet.Number);
        _lan.Forge(to, from, Encoding.Latin1.GetBytes($"1:1:user{index}:PC{index}:33:{number}\0PF:0123456789abcdef\0"));
        return IsLost(to) ? [] : [datagram];
    }
}
