using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Protocol;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>Whose turn it is to be decrypted, counted in messages and not in time.</summary>
public sealed class UnsealQueueTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _permits = new(0);
    private readonly ConcurrentQueue<string> _opened = new();
    private readonly MemberMachine _machine = new(
        new MemberSettings("bob", "BOB-PC", new TextCodec(Encoding.UTF8, Encoding.UTF8)) { Keys = new OwnKeys(null, PrivateKey.Generate(1024)) }, new Numbers(), new CryptoRandom())
    { AcceptsMessages = true };

    public void Dispose() => _permits.Dispose();

    [Fact]
    public void The_messages_of_an_address_are_opened_in_their_order()
    {
        var queue = Queue(workers: 4);
        for (int i = 0; i < 50; i++)
            Assert.True(queue.TryAdd(Arrival(i % 2 == 0 ? "10.0.0.1" : "10.0.0.2", i)));
        Permit(50);
        foreach (string address in new[] { "10.0.0.1", "10.0.0.2" })
        {
            var numbers = _opened.Where(each => each.StartsWith(address, StringComparison.Ordinal)).Select(each => int.Parse(each.Split(' ')[1], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
            Assert.Equal(25, numbers.Count);
        }
    }

    [Fact]
    public void Addresses_take_turns_and_a_flood_delays_another_by_one_message()
    {
        var queue = Queue(workers: 1);
        for (int i = 0; i < UnsealQueue.MostOfAnAddress; i++)
            Assert.True(queue.TryAdd(Arrival("10.0.0.66", i)));
        for (int i = 0; i < 3; i++)
        {
            Assert.True(queue.TryAdd(Arrival("10.0.0.1", i)));
            Assert.True(queue.TryAdd(Arrival("10.0.0.2", i)));
        }
        Permit(9);
        // One of the flood was under way; from then on everybody gets one in turn.
        Assert.Equal(
            ["10.0.0.66 0", "10.0.0.1 0", "10.0.0.2 0", "10.0.0.66 1", "10.0.0.1 1", "10.0.0.2 1", "10.0.0.66 2", "10.0.0.1 2", "10.0.0.2 2"],
            _opened.Take(9));
        Permit(UnsealQueue.MostOfAnAddress + 6 - 9);
    }

    [Fact]
    public void An_address_has_its_bound_whatever_ports_it_uses_and_so_have_all_together()
    {
        var queue = Queue(workers: 1);
        // One is under way and no longer in the queue.
        Assert.True(queue.TryAdd(Arrival("10.0.0.66", 0)));
        Assert.True(SpinWait.SpinUntil(() => _begun > 0, s_patience));
        for (int i = 1; i <= UnsealQueue.MostOfAnAddress; i++)
            Assert.True(queue.TryAdd(Arrival("10.0.0.66", i, port: 1000 + i)));
        Assert.False(queue.TryAdd(Arrival("10.0.0.66", 999, port: 7)));
        int others = 0;
        while (queue.TryAdd(Arrival("10.1." + others / 250 + "." + others % 250, 0)))
            others++;
        Assert.Equal(UnsealQueue.Most - UnsealQueue.MostOfAnAddress, others);
        Permit(1 + UnsealQueue.Most);
        Assert.True(queue.TryAdd(Arrival("10.0.0.66", 1000)));
        Permit(1);
    }

    [Fact]
    public void Closed_it_takes_nothing_and_lets_go_of_what_waits()
    {
        var queue = Queue(workers: 2);
        for (int i = 0; i < 10; i++)
            queue.TryAdd(Arrival("10.0.0." + i, 0));
        Assert.True(SpinWait.SpinUntil(() => _begun == 2, s_patience));
        queue.Close();
        Assert.False(queue.TryAdd(Arrival("10.0.0.1", 1)));
        Permit(2);
        Thread.Sleep(50);
        Assert.Equal(2, _opened.Count);
    }

    private int _begun;

    private UnsealQueue Queue(int workers) => new(arrival =>
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

    private SealedArrival Arrival(string address, int number, int port = 2425)
    {
        _machine.Receive(NodeClock.Now, Encoding.ASCII.GetBytes($"1:{number}:alice:ALICE-PC:{0x400120}:20002:00:0000000000000000\0"), new IPEndPoint(IPAddress.Parse(address), port));
        SealedArrival? arrival = null;
        while (_machine.Actions.TryDequeue(out var action))
            arrival = action.Subject as SealedArrival ?? arrival;
        Assert.NotNull(arrival);
        return arrival;
    }

    private sealed class Numbers : IPacketNumbers
    {
        private uint _last;

        public uint Next(Moment now) => ++_last;
    }
}
