using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>Damaged datagrams, a million of them, into a member that is at work.</summary>
[Collection(MemoryCollection.Name)]
public class MutantTests
{
    private const int Million = 1_000_000, WarmUp = 300_000, EndPoints = 2_000;

    /// <summary>A message, an entry and an automatic text are the most that one datagram brings about.</summary>
    private const int MaxAnswers = 3;

    private readonly SimulatedLan _clock = new(1, LanConditions.Perfect);
    private readonly IPEndPoint[] _endPoints = [.. Enumerable.Range(0, EndPoints).Select(i => MemberFixture.At(100 + i))];

    private static MemberMachine Absent(Moment now, string user, ulong seed)
    {
        var settings = new MemberSettings(user, user + "-PC", MemberFixture.Codec)
        { Capabilities = EntryFlags.CanUtf8 | EntryFlags.DialUp };
        var machine = new MemberMachine(settings, new RisingNumbers(), new SeededRandom(seed)) { AcceptsMessages = true };
        machine.SetPresence(now, null, null, ("away", "I am away"));
        return machine;
    }

    [Fact]
    [Rule(5)]
    public void R5_a_million_damaged_datagrams_throw_nothing_are_answered_to_their_sender_alone_and_leave_nothing_behind()
    {
        var machine = Absent(_clock.Moment, "target", 1);
        var mutator = new DatagramMutator(2_425, ExampleDatagrams.All);
        long warm = 0;
        for (int i = 0; i < Million; i++)
        {
            // A hundred a second, so that what is kept for ten minutes is forgotten many times over.
            if (i % 100 == 0)
                Second(machine, i);
            var from = _endPoints[(int)((uint)i * 2_654_435_761 % EndPoints)];
            machine.Receive(_clock.Moment, mutator.Make(i), from);
            Assert.True(Drain(machine, from) <= MaxAnswers, $"Mutant {i} brought about too much.");
            if (i == WarmUp)
                warm = HeapWithoutInbox(machine);
        }

        // Damaged names and exits take the place of one another, but an endpoint is one member at most.
        Assert.InRange(machine.MemberCount, 100, EndPoints);
        Assert.InRange(machine.Inbox.Count, 0, InboxShares.MaxMessages);
        Assert.True(machine.Counters.Messages > 10_000);
        long end = HeapWithoutInbox(machine);
        Assert.True(end - warm < 2_000_000, $"The heap grew from {warm:N0} to {end:N0} bytes.");
    }

    [Fact]
    [Rule(36)]
    public void R36_damaged_lists_and_receipts_do_not_disturb_fetches_questions_and_deliveries()
    {
        var machine = Absent(_clock.Moment, "target", 1);
        var mutator = new DatagramMutator(19, [.. ExampleDatagrams.All.Where(IsReceiptOrList)]);
        var from = _endPoints[0];
        var fetches = new List<HostListRequest>();
        var deliveries = new List<Delivery>();
        for (int i = 0; i < 100_000; i++)
        {
            if (i % 100 == 0)
            {
                _clock.Run(1_000);
                machine.Advance(_clock.Moment);
                fetches.Add(machine.FetchHostList(_clock.Moment, i % 200 == 0 ? from : null));
                machine.Ask(_clock.Moment, new InfoRequest(from, InfoKind.Version));
                deliveries.AddRange(machine.Compose(_clock.Moment, new OutgoingMessage("x") { IsSealed = true }, [from]).Deliveries);
                machine.Dispatch(_clock.Moment, [deliveries[^1]]);
            }
            machine.Receive(_clock.Moment, mutator.Make(i), from);
            Drain(machine, null);
        }
        // One message after the other, five seconds each.
        for (int second = 0; second < 6_000; second++)
        {
            _clock.Run(1_000);
            machine.Advance(_clock.Moment);
            Drain(machine, null);
        }

        Assert.Contains(fetches, each => each.Status == HostListStatus.Complete && each.Entries.Count > 0);
        Assert.DoesNotContain(fetches, each => each.Status == HostListStatus.Pending);
        Assert.DoesNotContain(deliveries, each => each.Status == DeliveryStatus.Pending);
    }

    [Fact]
    [Rule(26)]
    public void R26_damaged_entries_of_many_addresses_fill_the_member_list_to_its_limit_and_no_further()
    {
        const int Limit = 65_536;
        var machine = Absent(_clock.Moment, "target", 1);
        string[] users = [.. Enumerable.Range(0, 2 * Limit).Select(i => "user" + i)];
        var mutator = new DatagramMutator(26, [.. users.Select(user => Encoding.ASCII.GetBytes($"1:77:{user}:PC:1:{user}\0group\0"))]);
        // Each user name and each endpoint is one member at most, so there are more of both than the limit.
        for (int i = 0; i < 4 * Limit; i++)
        {
            machine.Receive(_clock.Moment, mutator.Make(i), MemberFixture.At(i % Limit, 2_425 + i / Limit));
            Drain(machine, null);
        }
        Assert.Equal(Limit, machine.MemberCount);
    }

    [Fact]
    public void Two_members_that_damaged_datagrams_set_talking_fall_silent()
    {
        var mutator = new DatagramMutator(4_242, ExampleDatagrams.All);
        var lan = new SimulatedLan(1, LanConditions.Perfect with { MaxDelay = 5 });
        var one = new SimulatedHost(lan, MemberFixture.At(1), new MemberSettings("one", "ONE-PC", MemberFixture.Codec), 1);
        var two = new SimulatedHost(lan, MemberFixture.At(2), new MemberSettings("two", "TWO-PC", MemberFixture.Codec), 2);
        foreach (var host in new[] { one, two })
            host.Do((machine, now) => machine.SetPresence(now, null, null, ("away", "I am away")));
        for (int i = 0; i < 50_000; i++)
        {
            byte[] mutant = mutator.Make(i).ToArray();
            long before = lan.Arrived;
            one.Receive(mutant, two.EndPoint);
            two.Receive(mutant, one.EndPoint);
            lan.RunUntilQuiet(lan.Now + 60_000);
            Assert.True(lan.Arrived - before <= 4 * MaxAnswers,
                string.Create(CultureInfo.InvariantCulture, $"Mutant {i} set {lan.Arrived - before} datagrams going."));
            while (one.Machine.Inbox.Dequeue() is not null || two.Machine.Inbox.Dequeue() is not null)
            {
            }
        }
        Assert.True(lan.Arrived > 10_000);
    }

    private static bool IsReceiptOrList(byte[] datagram) => PacketReader.TryRead(datagram, out var packet)
        && packet.Command is Command.OkGetList or Command.AnswerList or Command.ReceiveMessage or Command.ReadMessage
            or Command.AnswerReadMessage or Command.SendInfo;

    private void Second(MemberMachine machine, int i)
    {
        _clock.Run(1_000);
        machine.Advance(_clock.Moment);
        // Now and then somebody reads; most of the time the inbox is full.
        if (i % 50_000 == 0)
        {
            for (int taken = 0; taken < 500 && machine.Inbox.Dequeue() is { } message; taken++)
            {
                machine.Inbox.MarkDelivered(message);
                machine.Open(_clock.Moment, message);
            }
        }
        Drain(machine, null);
    }

    /// <summary>Carries everything out and counts what is sent; to nobody else than the one given, when one is given.</summary>
    private static int Drain(MemberMachine machine, IPEndPoint? only)
    {
        int sent = 0;
        while (machine.Outputs.TryDequeueTransmit(out var transmit))
        {
            sent++;
            Assert.InRange(transmit.Length, 1, PacketWriter.MaxDatagram);
            if (only is not null)
                Assert.Equal(only, transmit.To);
            if (transmit.IsPooled)
                ArrayPool<byte>.Shared.Return(transmit.Buffer);
        }
        while (machine.Outputs.TryDequeueEvent(out _))
        {
        }
        Assert.Equal(0, machine.Outputs.Count);
        return sent;
    }

    // The inbox has a limit of its own and is not full at both times.
    private static long HeapWithoutInbox(MemberMachine machine)
    {
        while (machine.Inbox.Dequeue() is not null)
        {
        }
        return Heap();
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
