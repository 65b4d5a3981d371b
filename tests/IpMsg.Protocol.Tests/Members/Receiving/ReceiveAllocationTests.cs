using System;
using System.Buffers;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>What the state machine allocates for one plaintext message that it confirms.</summary>
[Collection(MemoryCollection.Name)]
public class ReceiveAllocationTests
{
    // More than the filter of duplicates remembers: after that its tables grow no more.
    private const int WarmUp = 70_000;
    private const int Messages = 10_000;
    private const int MaxBytes = 480;

    private const string Text = "a text of forty characters, like others.";

    private readonly SimulatedLan _clock = new(1, LanConditions.Perfect);
    private readonly MemberMachine _machine = new(MemberFixture.Settings(), new RisingNumbers(), new SeededRandom(1))
    {
        AcceptsMessages = true,
        ReportsMessages = false,
    };

    [Fact]
    public void A_plaintext_message_costs_few_bytes_besides_its_text()
    {
        var peer = MemberFixture.At(100);
        _machine.Receive(_clock.Moment, Encoding.UTF8.GetBytes("1:1:user:HOST:16777219:Nickname\0Group\0"), peer);
        TakeOutputs();
        long bytes = 0;
        for (int i = 0; i < WarmUp + Messages; i++)
        {
            byte[] datagram = Encoding.UTF8.GetBytes($"1:{1_700_000_000 + i}:user:HOST:8388896:{Text}\0");
            long before = GC.GetAllocatedBytesForCurrentThread();
            _machine.Receive(_clock.Moment, datagram, peer);
            bytes += i < WarmUp ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(Text, _machine.Inbox.Dequeue()?.Text);
            TakeOutputs();
        }

        Assert.Equal(WarmUp + Messages, _machine.Counters.Messages);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes / (double)Messages:F0} bytes a message.");
        Assert.InRange(bytes / (double)Messages, 2 * Text.Length, MaxBytes);
    }

    private void TakeOutputs()
    {
        while (_machine.Outputs.TryDequeueTransmit(out var transmit))
        {
            if (transmit.IsPooled)
                ArrayPool<byte>.Shared.Return(transmit.Buffer);
        }
        while (_machine.Outputs.TryDequeueEvent(out _))
        {
        }
    }
}
