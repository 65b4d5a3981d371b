using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.IPDict;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.IPDict;

/// <summary>Random dictionaries: what is written is read again, and damage never throws.</summary>
public class IpDictPropertyTests
{
    private const int Dictionaries = 2_000, Damaged = 200_000;
    private const ulong Seed = 2425;

    [Fact]
    [Rule(101)]
    public void R101_random_dictionaries_are_read_as_they_were_written()
    {
        var random = new SeededRandom(Seed);
        for (int i = 0; i < Dictionaries; i++)
        {
            var items = Items(random);
            var writer = new IpDictWriter();
            foreach (var (key, value) in items)
                writer.Set(key, value);
            byte[] written = writer.ToArray();
            Assert.Equal(IpDictWriter.WholeLength(writer.ContentLength), written.Length);
            Assert.True(IpDict.TryRead(written, out var dict));
            int at = 0;
            foreach (var item in dict.Items)
            {
                Assert.True(item.Key.SequenceEqual(items[at].Key) && item.Value.SequenceEqual(items[at].Value));
                at++;
            }
            Assert.Equal(items.Count, at);
            Assert.Equal(written, IpDictWriter.Of(dict).ToArray());
            if (at > 0)
                Assert.True(dict.TryGetLast(out var last, out _) && last.SequenceEqual(items[^1].Key));
        }
    }

    [Fact]
    [Rule(101)]
    public void R101_random_numbers_are_read_as_they_were_written()
    {
        var random = new SeededRandom(Seed);
        for (int i = 0; i < 10_000; i++)
        {
            long number = BitConverter.ToInt64(random.Bytes(8)) >> random.Next(0, 64);
            Assert.True(IpDictValue.TryNumber(IpDictWriter.BytesOf(number), out long read));
            Assert.Equal(number, read);
        }
    }

    [Fact]
    [Rule(102)]
    public void R102_damaged_dictionaries_do_no_harm()
    {
        var random = new SeededRandom(Seed);
        byte[][] examples = [.. Enumerable.Range(0, 50).Select(_ => Written(Items(random))), Written([])];
        var mutator = new DatagramMutator(Seed, examples);
        int read = 0;
        for (int index = 0; index < Damaged; index++)
        {
            var datagram = mutator.Make(index);
            var assembler = new IpDictAssembler(datagram.Length);
            bool isDict = IpDict.TryRead(datagram, out var dict);
            assembler.Feed(datagram);
            if (!isDict)
                continue;
            read++;
            Assert.Equal(IpDictProgress.Complete, assembler.Progress);
            Assert.True(IpDict.TryRead(IpDictWriter.Of(dict).ToArray(), out var again) && again.Content.Length <= dict.Content.Length);
            foreach (var item in dict.Items)
            {
                IpDictValue.TryNumber(item.Value, out _);
                IpDictList.TryRead(item.Value, out _);
                IpDict.TryReadContent(item.Value, out _);
            }
        }
        Assert.InRange(read, Damaged / 50, Damaged * 9 / 10);
    }

    private static byte[] Written(List<(byte[] Key, byte[] Value)> items)
    {
        var writer = new IpDictWriter();
        foreach (var (key, value) in items)
            writer.Set(key, value);
        return writer.ToArray();
    }

    private static List<(byte[] Key, byte[] Value)> Items(SeededRandom random)
    {
        var items = new List<(byte[] Key, byte[] Value)>();
        for (int count = random.Next(0, 12); count > 0; count--)
        {
            byte[] key = [.. random.Bytes(random.Next(1, 6)).Where(each => each != (byte)':'), (byte)('a' + count)];
            items.Add((key, random.Bytes(random.Next(0, 40))));
        }
        return items;
    }
}
