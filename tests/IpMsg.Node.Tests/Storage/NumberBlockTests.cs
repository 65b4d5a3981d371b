using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

/// <summary>Numbers that are drawn in blocks during a burst.</summary>
public sealed class NumberBlockTests : IDisposable
{
    private const long Now = 1_800_000_000;

    private readonly TemporaryFolder _folder = new();
    private TimeSpan _elapsed;

    public void Dispose() => _folder.Dispose();

    private string Path => _folder["packet-number"];

    private long InFile => BitConverter.ToInt64(OpenFiles.ReadAllBytes(Path));

    [Fact]
    [Rule(12)]
    public void R12_Numbers_of_a_burst_rise_without_a_write_for_each()
    {
        using var numbers = Open();
        var drawn = new List<uint>();
        int writes = 0;
        for (long last = 0; drawn.Count < 1_000; last = InFile)
        {
            drawn.Add(Next(numbers, TimeSpan.FromMicroseconds(5)));
            Assert.True(InFile >= drawn[^1]);
            writes += last == InFile ? 0 : 1;
        }
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => (uint)(Now + i)), drawn);
        Assert.InRange(writes, NumberBlock.NormalDraws, NumberBlock.NormalDraws + 2 + 1_000 / NumberBlock.MaxNumbers);
    }

    [Fact]
    public void Every_number_is_in_the_file_when_there_is_no_burst()
    {
        using var numbers = Open();
        for (int i = 0; i < 100; i++)
            Assert.Equal(Next(numbers, TimeSpan.FromMilliseconds(1)), InFile);
    }

    [Fact]
    [Rule(12)]
    public void R12_A_draw_of_another_process_ends_the_block_within_a_millisecond()
    {
        using SharedPacketNumbers mine = Open(), other = Open();
        uint last = Burst(mine);
        uint between = other.Next(Time());
        Assert.True(between > last);
        _elapsed += TimeSpan.FromMilliseconds(1);
        Assert.Equal(between + 1, mine.Next(Time()));
    }

    [Fact]
    public void The_rest_of_a_block_is_drawn_again_after_a_pause()
    {
        using var numbers = Open();
        uint last = Burst(numbers);
        Assert.True(InFile > last);
        Assert.Equal(last + 1, Next(numbers, NumberBlock.Period));
        Assert.Equal(last + 1, InFile);
    }

    [Fact]
    public void The_rest_of_a_block_is_given_back_at_the_end()
    {
        uint last;
        using (var numbers = Open())
            last = Burst(numbers);
        Assert.Equal(last, InFile);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(long.MaxValue)]
    public void At_the_end_files_that_were_damaged_get_the_last_number(long damage)
    {
        uint last;
        using (var numbers = Open())
        {
            last = Burst(numbers);
            foreach (string file in (string[])[Path, Path + ".lock"])
                OpenFiles.WriteAllBytes(file, BitConverter.GetBytes(damage));
        }
        Assert.Equal(last, InFile);
    }

    [Fact]
    public void At_the_end_the_numbers_of_another_process_stay()
    {
        using var other = Open();
        uint between;
        using (var mine = Open())
        {
            Burst(mine);
            between = other.Next(Time());
        }
        Assert.Equal(between, InFile);
    }

    [Fact]
    [Rule(12)]
    public void R12_A_block_ends_when_the_clock_overtakes_it()
    {
        using var numbers = Open();
        Burst(numbers);
        Assert.Equal((uint)Now + 500, numbers.Next(new Moment(_elapsed, DateTimeOffset.FromUnixTimeSeconds(Now + 500))));
    }

    // Ends within a block.
    private uint Burst(SharedPacketNumbers numbers)
    {
        uint last = 0;
        for (int i = 0; i < NumberBlock.NormalDraws + 10; i++)
            last = Next(numbers, TimeSpan.Zero);
        return last;
    }

    private uint Next(SharedPacketNumbers numbers, TimeSpan after)
    {
        _elapsed += after;
        return numbers.Next(Time());
    }

    private Moment Time() => new(_elapsed, DateTimeOffset.FromUnixTimeSeconds(Now));

    private SharedPacketNumbers Open()
    {
        var numbers = new SharedPacketNumbers(Path, new NarrowGaps());
        Assert.True(numbers.IsShared, numbers.Problem?.ToString());
        return numbers;
    }
}
