using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>The order of decryptions, counted in messages and not in time.</summary>
public sealed class DecryptionQueueTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _permits = new(0);
    private readonly ConcurrentQueue<string> _opened = new();
    private readonly OwnKeys _keys = new(null, PrivateKey.Generate(1024));
    private MemberMachine _machine;
    private int _arrivals;

    public DecryptionQueueTests() => _machine = NewMachine();

    public void Dispose() => _permits.Dispose();

    [Fact]
    public void The_messages_of_an_address_are_opened_in_their_order()
    {
        var queue = Queue(workers: 4);
        for (int i = 0; i < 50; i++)
            Assert.Null(queue.Add(Arrival(i % 2 == 0 ? "10.0.0.1" : "10.0.0.2", i)));
        Permit(50);
        foreach (string address in new[] { "10.0.0.1", "10.0.0.2" })
        {
            var numbers = _opened.Where(each => each.StartsWith(address, StringComparison.Ordinal))
                .Select(each => int.Parse(each.Split(' ')[1], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
            Assert.Equal(25, numbers.Count);
        }
    }

    [Fact]
    public void Addresses_take_turns_and_a_flood_delays_another_by_one_message()
    {
        var queue = Queue(workers: 1);
        for (int i = 0; i < MaxPerAddress; i++)
            Assert.Null(queue.Add(Arrival("10.0.0.66", i)));
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(queue.Add(Arrival("10.0.0.1", i)));
            Assert.Null(queue.Add(Arrival("10.0.0.2", i)));
        }
        Permit(9);
        // One of the flood was under way; from then on everybody gets one in turn.
        Assert.Equal(
            ["10.0.0.66 0", "10.0.0.1 0", "10.0.0.2 0", "10.0.0.66 1", "10.0.0.1 1", "10.0.0.2 1", "10.0.0.66 2", "10.0.0.1 2",
                "10.0.0.2 2"],
            _opened.Take(9));
        Permit(MaxPerAddress + 6 - 9);
    }

    [Fact]
    public void A_repetition_of_a_refused_message_waits_for_one_message_of_its_address_whatever_else_waits()
    {
        // While the only worker is at another address, none of these messages leaves the queue.
        var queue = Busy();
        for (int i = 0; i < MaxPerAddress; i++)
            Assert.Null(queue.Add(Arrival("10.0.0.66", i)));
        // The full queue drops it, and the member notes that.
        var refused = Arrival("10.0.0.66", 77_777);
        Assert.Same(refused, queue.Add(refused));
        _machine.DropEncrypted(NodeClock.Now, refused);
        var repetition = Arrival("10.0.0.66", 77_777);
        Assert.True(repetition.IsRepeated);
        Assert.Null(queue.Add(repetition));
        Permit(1 + MaxPerAddress + 1);
        Assert.Equal(["10.0.0.1 0", "10.0.0.66 0", "10.0.0.66 77777", "10.0.0.66 1"], _opened.Take(4));
    }

    [Fact]
    public void An_address_has_its_bound_whatever_ports_it_uses()
    {
        var queue = Busy();
        for (int i = 1; i <= MaxPerAddress; i++)
            Assert.Null(queue.Add(Arrival("10.0.0.66", i, port: 1000 + i)));
        Assert.Equal("999", queue.Add(Arrival("10.0.0.66", 999, port: 7))?.NumberText);
        Permit(1 + MaxPerAddress);
        Assert.Null(queue.Add(Arrival("10.0.0.66", 1000)));
        Permit(1);
    }

    [Fact]
    public void Long_messages_count_by_their_length()
    {
        var queue = Busy();
        for (int i = 1; i <= 7; i++)
            Assert.Null(queue.Add(Arrival("10.0.0.66", i, length: 32_768)));
        Assert.NotNull(queue.Add(Arrival("10.0.0.66", 8, length: 32_768)));
        for (int i = 9; i <= 15; i++)
            Assert.Null(queue.Add(Arrival("10.0.0.66", i)));
        Assert.NotNull(queue.Add(Arrival("10.0.0.66", 16)));
        Permit(15);
    }

    [Fact]
    public void A_full_queue_drops_a_message_of_the_address_with_most_messages()
    {
        var queue = Busy();
        for (int address = 0; address < Most / MaxPerAddress; address++)
        {
            for (int i = 0; i < MaxPerAddress; i++)
                Assert.Null(queue.Add(Arrival("10.1.0." + address, i)));
        }
        // Each drops the last message of another one of those addresses.
        var victims = Enumerable.Range(0, 100).Select(i => queue.Add(Arrival("10.2.0." + i, 0))!).ToList();
        Assert.All(victims, each => Assert.StartsWith("10.1.0.", each.From.Address.ToString(), StringComparison.Ordinal));
        Assert.Equal(Most / MaxPerAddress, victims.Select(each => each.From.Address).Distinct().Count());
        // An address with as many messages as the others loses its own message.
        int added = 0;
        while (queue.Add(Arrival("10.3.0.1", added)) is { } victim && victim.From.Address.ToString() != "10.3.0.1")
            added++;
        Assert.InRange(added, MaxPerAddress - 5, MaxPerAddress - 1);
        Permit(1 + Most);
        Assert.Equal(1 + Most, _opened.Count);
        Assert.Equal(100, _opened.Count(each => each.StartsWith("10.2.0.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Closed_it_takes_nothing_and_lets_go_of_what_waits()
    {
        var queue = Queue(workers: 2);
        for (int i = 0; i < 10; i++)
            queue.Add(Arrival("10.0.0." + i, 0));
        Assert.True(SpinWait.SpinUntil(() => _begun == 2, s_patience));
        queue.Close();
        Assert.NotNull(queue.Add(Arrival("10.0.0.1", 1)));
        Permit(2);
        Thread.Sleep(50);
        Assert.Equal(2, _opened.Count);
    }

    private const int MaxPerAddress = DecryptionQueue.MaxPerAddress / DecryptionQueue.MinWeight,
        Most = DecryptionQueue.MaxWeight / DecryptionQueue.MinWeight;

    private int _begun;

    // With one worker, who is at a message of another address.
    private DecryptionQueue Busy()
    {
        var queue = Queue(workers: 1);
        Assert.Null(queue.Add(Arrival("10.0.0.1", 0)));
        Assert.True(SpinWait.SpinUntil(() => _begun > 0, s_patience));
        return queue;
    }

    private DecryptionQueue Queue(int workers) => new(arrival =>
    {
        Interlocked.Increment(ref _begun);
        _permits.Wait(s_patience);
        _opened.Enqueue(arrival.From.Address + " " + arrival.NumberText);
    }, workers);

    private void Permit(int count)
    {
        int before = _opened.Count;
        _permits.Release(count);
        Assert.True(SpinWait.SpinUntil(() => _opened.Count >= before + count, s_patience), string.Join(", ", _opened));
    }

    private MemberMachine NewMachine() => new(
        new MemberSettings("bob", "BOB-PC", new TextCodec(Encoding.UTF8, Encoding.UTF8)) { Keys = _keys },
        new Numbers(),
        new CryptoRandom())
    { AcceptsMessages = true };

    private EncryptedArrival Arrival(string address, int number, int port = 2425, int length = 16)
    {
        // A member lets fewer messages wait for their decryption than a queue has room for (R110).
        if (++_arrivals % 256 == 0)
            _machine = NewMachine();
        _machine.Receive(NodeClock.Now,
            Encoding.ASCII.GetBytes($"1:{number}:alice:ALICE-PC:{0x400120}:20002:00:{new string('0', length)}\0"),
            new IPEndPoint(IPAddress.Parse(address), port));
        EncryptedArrival? arrival = null;
        while (_machine.Outputs.TryDequeueTransmit(out _))
        {
        }
        while (_machine.Outputs.TryDequeueEvent(out var raised))
            arrival = (raised as DecryptionRequested)?.Arrival ?? arrival;
        Assert.NotNull(arrival);
        return arrival;
    }

    private sealed class Numbers : IPacketNumbers
    {
        private uint _last;

        public uint Next(Moment now) => ++_last;
    }
}
