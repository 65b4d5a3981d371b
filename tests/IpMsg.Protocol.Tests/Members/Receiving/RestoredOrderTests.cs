using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>The order in which a process shows what a killed one has confirmed (R118).</summary>
public sealed class RestoredOrderTests
{
    private const int Messages = 60;

    private static readonly IPEndPoint s_alice = MemberFixture.At(1), s_carol = MemberFixture.At(3);

    public static TheoryData<uint, int, bool> Crashes()
    {
        var crashes = new TheoryData<uint, int, bool>();
        for (uint seed = 1; seed <= 12; seed++)
        {
            int stored = 3 + (int)(seed % 9) * 6;
            crashes.Add(seed, stored, false);
            crashes.Add(seed, stored, true);
        }
        return crashes;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    [Rule(118)]
    public void R118_a_reader_sees_the_order_of_the_sender_although_the_process_was_killed(uint seed, int stored, bool isDict)
    {
        var lan = new SimulatedLan(seed, new LanConditions { Loss = 0.3, Duplication = 0.1, MinDelay = 5, MaxDelay = 40 });
        var alice = new SimulatedHost(lan, MemberFixture.At(1), EnvelopeSettings.Alice(isDict), seed);
        var disk = new Disk(seed);
        var bob = Start(lan, disk, isDict);
        bob.Do((machine, now) => machine.Announce(now));
        alice.Do((machine, now) => machine.Introduce(now, bob.EndPoint));
        lan.Run(5_000);
        var deliveries = Enumerable.Range(0, Messages).Select(i => alice.Do((machine, now) =>
            machine.Compose(now, new OutgoingMessage(i.ToString(CultureInfo.InvariantCulture)), [bob.EndPoint]).Deliveries[0])).ToList();
        alice.Do((machine, now) => machine.Dispatch(now, deliveries));
        Run(lan, disk, bob, () => disk.Stored.Count >= stored);
        int confirmed = deliveries.Count(static each => each.Status == DeliveryStatus.Confirmed);
        // Some of them were read, and some are confirmed and wait.
        var read = new List<IncomingMessage>();
        while (read.Count < disk.Stored.Count / 3 && bob.Machine.Inbox.Dequeue() is { } message)
            read.Add(message);
        bob.Crash();
        lan.Leave(bob);
        var next = Start(lan, disk, isDict, bob);
        var waiting = disk.InOrder.Where(each => !read.Contains(each)).Select(Kept).ToList();
        next.Do((machine, now) =>
        {
            foreach (var message in RestoredOrder.Of(waiting))
                machine.Restore(now, message);
        });
        Run(lan, disk, next, () => deliveries.All(static each => each.Status is DeliveryStatus.Confirmed or DeliveryStatus.Unconfirmed));
        lan.Run(HeldMessages.MaxMs);

        string[] texts = [.. read.Concat(next.Machine.Inbox.Waiting).Select(static each => each.Text)];
        Assert.Equal(texts.OrderBy(static each => int.Parse(each, CultureInfo.InvariantCulture)), texts);
        Assert.Equal(texts.Distinct(), texts);
        // One in twenty is given up on such a line before its recipient is known as one of ours.
        Assert.InRange(texts.Length, Messages - 1, Messages);
        for (int i = 0; i < Messages; i++)
            Assert.True(deliveries[i].Status != DeliveryStatus.Confirmed || texts.Contains(i.ToString(CultureInfo.InvariantCulture)));
        Assert.InRange(confirmed, 0, Messages - 1);
    }

    [Theory]
    [InlineData("3<2 2<1 1", "1 2 3")]
    [InlineData("1 4<3 2<1 3<2", "1 2 3 4")]
    [InlineData("5<4 c1 4<3", "c1 4 5")]
    [InlineData("c2<1 2<1 1 c1", "1 2 c1 c2")]
    [InlineData("4<1 3<1 2<1 1", "1 2 3 4")]
    [InlineData("2<3 3<2 1", "1 2 3")]
    [InlineData("2<2 1", "2 1")]
    [InlineData("", "")]
    [Rule(118)]
    public void R118_each_message_comes_behind_the_one_that_it_names(string arrived, string shown)
    {
        var ordered = RestoredOrder.Of([.. arrived.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Message)]);
        Assert.Equal(shown.Split(' ', StringSplitOptions.RemoveEmptyEntries), ordered.Select(static each => each.Text));
    }

    [Fact]
    [Rule(118)]
    public void R118_a_stranger_who_names_messages_that_come_late_loses_none_and_costs_little()
    {
        var messages = Enumerable.Range(0, 10_000).Select(i => Message($"{i}<{20_000 - i}"))
            .Concat(Enumerable.Range(10_001, 10_000).Select(i => Message(i.ToString(CultureInfo.InvariantCulture)))).ToList();
        Assert.Equal(messages.ToHashSet(), RestoredOrder.Of(messages).ToHashSet());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_400)]
    [InlineData(-86_400)]
    [Rule(118)]
    public void R118_a_message_that_came_long_ago_is_shown_at_once_whatever_the_clock_says(int secondsAhead)
    {
        var lan = new SimulatedLan(1, LanConditions.Perfect);
        var bob = new SimulatedHost(lan, MemberFixture.At(2), MemberFixture.Settings()) { ClockError = TimeSpan.FromSeconds(secondsAhead) };
        bob.Do((machine, now) => machine.Restore(now, Message("2<1", SimulatedLan.Epoch)));
        int shownAtOnce = bob.Machine.Inbox.Count;
        Assert.Equal(secondsAhead == 0 ? 0 : 1, shownAtOnce);
        lan.Run(HeldMessages.MaxMs);
        Assert.Equal(1, bob.Machine.Inbox.Count);
        bob.Do(static (machine, _) => Assert.NotNull(machine.Inbox.Dequeue()));
    }

    /// <summary>Lets the disk write one message after the other, in any order.</summary>
    private static void Run(SimulatedLan lan, Disk disk, SimulatedHost host, Func<bool> isEnough)
    {
        for (int passed = 0; !isEnough(); passed += 5)
        {
            Assert.True(passed < 300_000);
            lan.Run(5);
            if (disk.Next(host) is { } message)
                host.Do((machine, now) => machine.Persisted(now, message));
        }
    }

    private static SimulatedHost Start(SimulatedLan lan, Disk disk, bool isDict, SimulatedHost? former = null)
    {
        var host = new SimulatedHost(lan, MemberFixture.At(2), EnvelopeSettings.Bob(isDict, persists: true)) { HoldsDisk = true };
        host.OnEvent = raised =>
        {
            if (raised is PersistRequested { Message: var message })
                disk.Arrived.Add((message, message.Order));
            if (raised is MessageRemembered { Seen: var seen })
                disk.Seen.Add(seen);
        };
        if (former is not null)
            host.Machine.LoadKeys(former.Machine.KnownKeys);
        host.Machine.LoadSeen(disk.Seen);
        host.Do((machine, now) => machine.LoadMessages(
            now, new SipHash128(1, 2), disk.Stored.Select(static each => each.Key), disk.Stored.SelectMany(ReplayKeys)));
        return host;
    }

    // "3<2" is message 3, which names message 2; a letter before it is another sender.
    private static IncomingMessage Message(string word) => Message(word, SimulatedLan.Epoch);

    private static IncomingMessage Message(string word, DateTimeOffset at)
    {
        string[] parts = word.TrimStart('c').Split('<');
        bool isOfCarol = word.StartsWith('c');
        return new KeptMessage(isOfCarol ? s_carol : s_alice, "alice", "ALICE-PC", parts[0])
        {
            Text = (isOfCarol ? "c" : "") + parts[0],
            ReceivedAt = at,
            Before = parts.Length > 1 ? uint.Parse(parts[1], CultureInfo.InvariantCulture) : null,
        }.ToMessage();
    }

    private static IEnumerable<DuplicateKey> ReplayKeys(IncomingMessage message) =>
        message.ReplayKey is { } key ? [new DuplicateKey(key.Digest.First, key.Digest.Second)] : [];

    private static IncomingMessage Kept(IncomingMessage message) =>
        new KeptMessage(message.From, message.User, message.Host, message.NumberText)
        {
            Text = message.Text,
            Flags = message.Flags,
            ReceivedAt = message.ReceivedAt,
            Before = message.Before,
        }.ToMessage();

    /// <summary>What is stored, with the order of its arrival.</summary>
    private sealed class Disk(uint seed)
    {
        private readonly Random _random = new((int)seed);

        internal List<(IncomingMessage Message, long Order)> Arrived { get; } = [];

        internal List<IncomingMessage> Stored { get; } = [];

        internal List<SeenMessage> Seen { get; } = [];

        internal IEnumerable<IncomingMessage> InOrder =>
            Arrived.OrderBy(static each => each.Order).Select(static each => each.Message).Where(Stored.Contains);

        internal IncomingMessage? Next(SimulatedHost host)
        {
            if (host.OnDisk.Count == 0)
                return null;
            int which = _random.Next(host.OnDisk.Count);
            var message = host.OnDisk[which];
            host.OnDisk.RemoveAt(which);
            Stored.Add(message);
            return message;
        }
    }
}
