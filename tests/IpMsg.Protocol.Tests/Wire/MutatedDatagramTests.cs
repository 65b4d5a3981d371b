using System;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Damaged datagrams: nothing throws, nothing leaks from one field into another, and reading costs no memory.</summary>
public class MutatedDatagramTests
{
    private const int Datagrams = 1_000_000;
    private const ulong Seed = 2425;

    [Fact]
    [Rule(5, 20, 52)]
    public void R5_R20_and_R52_a_million_damaged_datagrams_do_no_harm()
    {
        var mutator = new DatagramMutator(Seed, ExampleDatagrams.All);
        var surface = new WireSurface();
        for (int index = 0; index < Datagrams; index++)
        {
            var datagram = mutator.Make(index);
            try
            {
                surface.Take(datagram);
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {Seed}, index {index}: {failure}\n{Convert.ToHexString(datagram)}");
            }
        }
        // Damage that nothing survives, or that leaves everything whole, would test nothing.
        Assert.InRange(surface.Packets, Datagrams / 4, Datagrams * 9 / 10);
        Assert.All([surface.Trailers, surface.Lists, surface.ListEntries, surface.Numbers],
            count => Assert.True(count > Datagrams / 100, $"{count}"));
    }

    [Fact]
    [Rule(5)]
    public void R5_reading_a_packet_allocates_nothing()
    {
        var mutator = new DatagramMutator(Seed, ExampleDatagrams.All);
        long least = long.MaxValue;
        // The runtime may allocate for code that it compiles again meanwhile. What reading allocates, it allocates each time.
        for (int round = 0; round < 3 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long read = ReadAll(mutator, 20_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(read > 100_000);
        }
        Assert.Equal(0, least);
    }

    private static long ReadAll(DatagramMutator mutator, int datagrams)
    {
        long bytes = 0;
        for (int index = 0; index < datagrams; index++)
        {
            if (PacketReader.TryRead(mutator.Make(index), out var packet))
                bytes += packet.Body.Length + packet.Ext.Length + packet.Trailer.Length + packet.Number.Length + (int)packet.Command;
        }
        return bytes;
    }
}
