using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

public sealed class SharedPacketNumbersTests : IDisposable
{
    private const long Now = 1_800_000_000;

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["last-number"];

    public void Dispose() => _folder.Dispose();

    private static Moment At(long unixSeconds) => new(TimeSpan.Zero, DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

    private SharedPacketNumbers Open()
    {
        var numbers = new SharedPacketNumbers(File, new NarrowGaps());
        Assert.True(numbers.IsShared, numbers.Problem?.ToString());
        return numbers;
    }

    [Fact]
    public void Numbers_begin_at_the_time_and_rise_faster_than_it_if_need_be()
    {
        using var numbers = Open();
        Assert.Equal([(uint)Now, (uint)Now + 1, (uint)Now + 2], Enumerable.Range(0, 3).Select(_ => numbers.Next(At(Now))));
        Assert.Equal((uint)Now + 100, numbers.Next(At(Now + 100)));
    }

    [Fact]
    public void They_go_on_after_a_restart_even_when_the_clock_went_back()
    {
        using (var first = Open())
            Assert.Equal((uint)Now, first.Next(At(Now)));
        using var second = Open();
        Assert.Equal((uint)Now + 1, second.Next(At(Now - 86_400)));
    }

    [Fact]
    public void Two_members_draw_from_the_same_row()
    {
        using SharedPacketNumbers a = Open(), b = Open();
        Assert.Equal([(uint)Now, (uint)Now + 1, (uint)Now + 2], [a.Next(At(Now)), b.Next(At(Now)), a.Next(At(Now))]);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(Now + 31L * 86_400)]
    public void A_damaged_number_is_replaced_by_the_time(long damage)
    {
        System.IO.File.WriteAllBytes(File, BitConverter.GetBytes(damage));
        using var numbers = Open();
        Assert.Equal((uint)Now, numbers.Next(At(Now)));
        Assert.Equal((uint)Now + 1, numbers.Next(At(Now)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5_000)]
    public void A_file_of_the_wrong_length_does_no_harm(int length)
    {
        System.IO.File.WriteAllBytes(File, new byte[length]);
        using var numbers = Open();
        Assert.Equal((uint)Now, numbers.Next(At(Now)));
    }

    [Fact]
    public void A_clock_that_jumps_back_by_months_does_not_make_a_member_repeat_itself()
    {
        using var numbers = Open();
        uint before = numbers.Next(At(Now));
        Assert.True(numbers.Next(At(Now - 90L * 86_400)) > before);
    }

    [Fact]
    public void At_the_end_of_32_bits_the_numbers_begin_again_at_one()
    {
        using var numbers = Open();
        Assert.Equal(uint.MaxValue, numbers.Next(At(uint.MaxValue)));
        Assert.Equal([1u, 2u], [numbers.Next(At(uint.MaxValue)), numbers.Next(At(uint.MaxValue))]);
        Assert.Equal(10u, numbers.Next(At(uint.MaxValue + 11L)));
    }

    [Fact]
    public void Without_a_usable_file_the_numbers_are_those_of_the_process()
    {
        string nowhere = _folder[Path.Combine("missing", "last-number")];
        using SharedPacketNumbers a = new(nowhere), b = new(nowhere);
        Assert.False(a.IsShared);
        Assert.IsAssignableFrom<IOException>(a.Problem);
        uint[] drawn = [a.Next(NodeClock.Now), b.Next(NodeClock.Now), a.Next(NodeClock.Now)];
        Assert.Equal(drawn.Distinct().Order(), drawn);
    }

    [Fact]
    public void After_disposal_there_are_no_numbers()
    {
        var numbers = Open();
        numbers.Dispose();
        Assert.Throws<ObjectDisposedException>(() => numbers.Next(At(Now)));
    }

    [Fact]
    public void The_files_are_for_their_user_only_and_there_are_no_others()
    {
        Open().Dispose();
        Assert.Equal([File, File + ".lock"], Directory.GetFiles(_folder.Path).Order());
        foreach (string file in Directory.GetFiles(_folder.Path))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Threads_with_instances_of_their_own_never_draw_the_same_number()
    {
        using var start = new Barrier(4);
        var rows = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using var numbers = Open();
                return Enumerable.Range(0, 20_000).Select(_ => numbers.Next(At(Now))).ToArray();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        AssertDistinctAndRising(rows);
    }

    [Fact]
    public void Processes_never_draw_the_same_number()
    {
        const int Count = 50_000;
        var children = Enumerable.Range(0, 3)
            .Select(_ => new ChildProcess("numbers", File, Count.ToString(CultureInfo.InvariantCulture))).ToArray();
        foreach (var child in children)
            Assert.Equal("ready", child.Output.ReadLine());
        foreach (var child in children)
            child.Input.WriteLine();
        var rows = children.Select(child =>
            Enumerable.Range(0, Count).Select(_ => uint.Parse(child.Output.ReadLine()!, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        foreach (var child in children)
        {
            Assert.Equal(0, child.WaitForExit());
            child.Dispose();
        }
        AssertDistinctAndRising(rows);
    }

    private static void AssertDistinctAndRising(IReadOnlyCollection<uint[]> rows)
    {
        Assert.All(rows, row => Assert.All(row.Zip(row.Skip(1)), pair => Assert.True(pair.First < pair.Second)));
        Assert.Equal(rows.Sum(row => row.Length), rows.SelectMany(row => row).Distinct().Count());
    }
}
