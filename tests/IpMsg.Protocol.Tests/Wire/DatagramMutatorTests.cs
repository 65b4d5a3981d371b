using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>The mutator itself: what cannot be found again cannot be mended.</summary>
public class DatagramMutatorTests
{
    [Fact]
    [Rule(5)]
    public void R5_a_damaged_datagram_is_found_again_by_seed_and_index()
    {
        var first = new DatagramMutator(7, ExampleDatagrams.All);
        byte[][] made = [.. Enumerable.Range(0, 2000).Select(index => first.Make(index).ToArray())];
        var second = new DatagramMutator(7, ExampleDatagrams.All);
        Assert.All(Enumerable.Range(0, 2000).Reverse(), index => Assert.Equal(made[index], second.Make(index).ToArray()));
    }

    [Fact]
    [Rule(5)]
    public void R5_another_seed_makes_other_damage()
    {
        var first = new DatagramMutator(7, ExampleDatagrams.All);
        var second = new DatagramMutator(8, ExampleDatagrams.All);
        Assert.InRange(Enumerable.Range(0, 2000).Count(index => first.Make(index).SequenceEqual(second.Make(index))), 0, 20);
    }

    [Fact]
    [Rule(18)]
    public void R18_datagrams_of_every_length_are_made_and_none_longer_than_udp_carries()
    {
        var mutator = new DatagramMutator(7, ExampleDatagrams.All);
        var lengths = new List<int>();
        for (int index = 0; index < 20_000; index++)
            lengths.Add(mutator.Make(index).Length);
        Assert.Contains(0, lengths);
        Assert.InRange(lengths.Max(), 32768, 65507);
    }

    [Fact]
    [Rule(52)]
    public void R52_there_is_an_example_of_every_command()
    {
        var commands = new HashSet<Command>();
        foreach (byte[] example in ExampleDatagrams.All)
        {
            if (PacketReader.TryRead(example, out var packet))
                commands.Add(packet.Command);
            else if (IpDict.TryRead(example, out var dict) && dict.TryGetNumber(IpDictKeys.Command, out long command))
                commands.Add((Command)command);
        }
        Assert.Superset(new HashSet<Command>(Enum.GetValues<Command>()), commands);
    }
}
