using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

/// <summary>
/// Packet numbers while the clock of the machine is wrong and after it was corrected, across the processes of a user: each of the objects
/// here stands for one. Peers take a number that falls for that of a recorded packet.
/// </summary>
public sealed class NumberClockTests : IDisposable
{
    private const long Now = 1_800_000_000, Day = 86_400, Year = 365 * Day;

    private readonly TemporaryFolder _folder = new();
    private readonly List<uint> _drawn = [];
    private readonly WidestGap _random = new();
    private TimeSpan _elapsed;

    private string Number => _folder["packet-number"];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<long> Jumps => new() { -Day, 31 * Day, 45 * Day, Year, 12 * Year };

    [Theory]
    [MemberData(nameof(Jumps))]
    [Rule(12)]
    public void R12_numbers_rise_when_the_clock_jumps_and_comes_back(long jump)
    {
        Draw(Now);
        Draw(Now + jump);
        Draw(Now + 60);
        Draw(Now + 2 * Day);
        AssertRising();
    }

    [Fact]
    [Rule(12)]
    public void R12_two_processes_that_go_on_share_them_when_the_clock_comes_back()
    {
        using SharedPacketNumbers one = new(Number, _random), other = new(Number, _random);
        foreach (long wall in new[] { Now, Now + Year, Now + 5, Now + 10 })
            _drawn.AddRange([one.Next(At(wall)), other.Next(At(wall)), one.Next(At(wall))]);
        Draw(Now + 20);
        _drawn.AddRange([other.Next(At(Now + 30)), one.Next(At(Now + 30))]);
        AssertRising();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lock")]
    [Rule(12)]
    public void R12_one_of_the_files_is_enough(string suffix)
    {
        Draw(Now);
        Draw(Now + Year);
        File.Delete(Number + suffix);
        Draw(Now + 60);
        File.WriteAllBytes(Number + suffix, []);
        Draw(Now + 120);
        File.WriteAllBytes(Number + suffix, BitConverter.GetBytes(Now + 7));
        Draw(Now + 180);
        AssertRising();
    }

    [Fact]
    [Rule(12)]
    public void R12_a_process_writes_the_clock_again_when_both_files_are_gone()
    {
        using var numbers = new SharedPacketNumbers(Number, _random);
        _drawn.AddRange([numbers.Next(At(Now)), numbers.Next(At(Now + Year))]);
        foreach (string suffix in new[] { "", ".lock" })
            OpenFiles.WriteAllBytes(Number + suffix, []);
        _drawn.Add(numbers.Next(At(Now + 60)));
        Draw(Now + 120);
        AssertRising();
    }

    [Fact]
    [Rule(12)]
    public void R12_a_process_that_ends_after_the_files_are_gone_leaves_the_clock()
    {
        using (var numbers = new SharedPacketNumbers(Number, _random))
        {
            // A burst, of whose last block most is given back.
            for (int i = 0; i < 100; i++)
                _drawn.Add(numbers.Next(new Moment(TimeSpan.Zero, Wall(Now + Year))));
            foreach (string suffix in new[] { "", ".lock" })
                OpenFiles.WriteAllBytes(Number + suffix, []);
        }
        Draw(Now + 60);
        AssertRising();
    }

    [Fact]
    [Rule(12)]
    public void R12_without_usable_files_they_rise_too()
    {
        string nowhere = _folder[Path.Combine("missing", "packet-number")];
        using SharedPacketNumbers one = new(nowhere, _random), other = new(nowhere, _random);
        foreach (long wall in new[] { Now + Year, Now + 5, Now + 10 })
            _drawn.AddRange([one.Next(At(wall)), other.Next(At(wall)), one.Next(At(wall))]);
        AssertRising();
    }

    [Fact]
    [Rule(12)]
    public void R12_numbers_cannot_be_guessed_while_they_are_ahead_of_the_clock()
    {
        Draw(Now + Year);
        for (int i = 1; i <= 50; i++)
        {
            Draw(Now + i * 3_600);
            Assert.True(_random.Widest > 500, $"A gap of 1 to {_random.Widest} after {i} hours");
        }
    }

    [Fact]
    [Rule(12)]
    public void R12_a_clock_that_is_wrong_again_and_again_carries_them_no_farther()
    {
        for (int i = 0; i < 50; i++)
        {
            Draw(Now + Year);
            Draw(Now + i);
        }
        AssertRising();
        Assert.InRange(_drawn[^1], Now + Year, Now + Year + 60 * Day);
    }

    [Fact]
    [Rule(12)]
    public void R12_the_clock_reaches_them_in_two_years()
    {
        Draw(Now);
        Draw(Now + Year);
        // Every draw is an odd number of seconds after the one before.
        for (long passed = 0; passed <= 2 * Year; passed += Day / 4 + 1)
            Draw(Now + passed);
        AssertRising();
        Assert.InRange(_drawn[^1], Now + 2 * Year - Day, Now + 2 * Year + 8 * Day);
    }

    [Fact]
    [Rule(12)]
    public void R12_a_machine_without_a_clock_that_begins_in_1970_goes_on_too()
    {
        Draw(Now);
        Draw(0);
        Draw(-5);
        Draw(5);
        Draw(Now + 60);
        AssertRising();
    }

    // Slower than a burst, in which numbers come in blocks.
    private Moment At(long wall) => new(_elapsed += TimeSpan.FromSeconds(1), Wall(wall));

    private static DateTimeOffset Wall(long wall) => DateTimeOffset.FromUnixTimeSeconds(wall);

    /// <summary>Three numbers of a process that ends.</summary>
    private void Draw(long wall)
    {
        using var numbers = new SharedPacketNumbers(Number, _random);
        Assert.True(numbers.IsShared, numbers.Problem?.ToString());
        for (int i = 0; i < 3; i++)
            _drawn.Add(numbers.Next(At(wall)));
    }

    private void AssertRising() => Assert.Equal(_drawn.Distinct().Order(), _drawn);

    /// <summary>Makes every gap as narrow as can be, and notes the widest one that could be.</summary>
    private sealed class WidestGap : IRandomSource
    {
        internal int Widest { get; private set; }

        public int Next(int minimum, int limit)
        {
            Widest = limit - 1;
            return minimum;
        }
    }
}
