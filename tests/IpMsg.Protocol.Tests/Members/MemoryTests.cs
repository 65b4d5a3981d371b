using System;
using System.Buffers;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

[Collection(MemoryCollection.Name)]
public class MemoryTests
{
    private const int Members = 10_000, MaxBytes = 1_000;

    [Fact]
    public void Ten_thousand_members_cost_less_than_a_kilobyte_each_however_often_they_speak()
    {
        var clock = new SimulatedLan(1, LanConditions.Perfect);
        var machine = new MemberMachine(MemberFixture.Settings(), new RisingNumbers(), new SeededRandom(1));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        EveryoneSpeaks(machine, clock);
        double once = Each(before);
        for (int i = 0; i < 5; i++)
            EveryoneSpeaks(machine, clock);
        double often = Each(before);

        Assert.Equal(Members, machine.MemberCount);
        TestContext.Current.TestOutputHelper?.WriteLine($"{once:F0} bytes a member, {often:F0} after five more entries.");
        Assert.InRange(once, 100, MaxBytes);
        Assert.InRange(often, 100, MaxBytes);
        GC.KeepAlive(machine);
    }

    private static double Each(long before) => (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Members;

    private static void EveryoneSpeaks(MemberMachine machine, SimulatedLan clock)
    {
        for (int i = 0; i < Members; i++)
        {
            byte[] entry = Encoding.UTF8.GetBytes(
                $"1:1700000000:user{i}:HOST-{i}:16777219:Nickname {i}\0Department {i % 50}\0\n"
                    + $"UN:user{i}\nHN:HOST-{i}\nNN:Nickname {i}\nGN:Department {i % 50}\nVS:00010002:4:99:103");
            machine.Receive(clock.Moment, entry, MemberFixture.At(100 + i));
            while (machine.Outputs.TryDequeueTransmit(out var transmit))
            {
                if (transmit.IsPooled)
                    ArrayPool<byte>.Shared.Return(transmit.Buffer);
            }
            while (machine.Outputs.TryDequeueEvent(out _))
            {
            }
        }
        clock.Run(10_000);
    }
}
