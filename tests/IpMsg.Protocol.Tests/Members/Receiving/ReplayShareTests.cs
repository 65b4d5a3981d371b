using System;
using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>What the numbers of a share say of a message that may have left it.</summary>
public sealed class ReplayShareTests
{
    private const ulong Alice = 3;
    private const uint Clock = 1_767_603_600;
    private const int Count = 3 * ReplayMemory.MaxPerShare;

    private static readonly Moment s_now = new(TimeSpan.Zero, DateTimeOffset.FromUnixTimeSeconds(Clock));

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    [Rule(116)]
    public void R116_of_a_key_whose_numbers_rise_no_number_from_before_the_share_is_new(int step)
    {
        // Two of them change places on their way.
        var memory = Remember(i => Clock - 100_000 + (uint)(step * (i ^ 1)));
        Assert.True(memory.IsTooOld(Message(Clock - 200_000), s_now));
        Assert.False(memory.IsTooOld(Message(Clock - 100_000 + (uint)(step * Count)), s_now));
        Assert.False(memory.IsTooOld(Message(Clock - 200_000) with { IsNumberProved = false }, s_now));
        Assert.False(memory.IsTooOld(Message(Clock - 200_000) with { Share = Alice + 2 }, s_now));
        // The file is written anew with this.
        var next = new ReplayMemory();
        next.Load(memory.Kept);
        Assert.True(next.IsTooOld(Message(Clock - 200_000), s_now));
    }

    [Fact]
    [Rule(116)]
    public void R116_numbers_that_are_random_begin_again_or_do_not_follow_the_clock_exclude_nothing()
    {
        var random = new SeededRandom(1);
        Assert.False(Remember(_ => (uint)random.Next(0, int.MaxValue)).IsTooOld(Message(1), s_now));
        Assert.False(Remember(i => (uint)(i % 700) + 1).IsTooOld(Message(1), s_now));
        Assert.False(Remember(i => (uint)i + 10_000).IsTooOld(Message(1), s_now));
        Assert.False(Remember(i => Clock - 90_000 + (uint)(i % 700)).IsTooOld(Message(1), s_now));
    }

    [Theory]
    [InlineData(0, Count)]
    [InlineData(0, 2 * ReplayMemory.MaxPerShare)]
    [InlineData(0, 1)]
    [InlineData(Count - 20, Count - 19)]
    [InlineData(Count - 100, Count - 50)]
    [Rule(116)]
    public void R116_a_clock_that_was_a_year_ahead_for_some_messages_excludes_none_of_the_later_ones(int first, int end)
    {
        const uint Year = 31_536_000;
        var memory = Remember(i => Clock + (uint)i + (i >= first && i < end ? Year : 0));
        Assert.False(memory.IsTooOld(Message(Clock + Count), s_now));
    }

    [Fact]
    [Rule(116)]
    public void R116_a_share_that_was_never_full_excludes_nothing()
    {
        var memory = new ReplayMemory();
        memory.Load(Enumerable.Range(0, ReplayMemory.MaxPerShare - 1).Select(i =>
            Message(Clock - 10_000 + (uint)i) with { Digest = new DuplicateKey((ulong)i, 1) }));
        Assert.False(memory.IsTooOld(Message(Clock - 200_000), s_now));
    }

    [Fact]
    [Rule(116)]
    public void R116_a_client_that_starts_with_the_clock_again_after_many_messages_is_not_excluded()
    {
        // More than one message a second.
        var memory = Remember(i => Clock + (uint)i);
        Assert.False(memory.IsTooOld(Message(Clock + 10), s_now));
    }

    private static ReplayMemory Remember(Func<int, uint> numberOf)
    {
        var memory = new ReplayMemory();
        memory.Load(Enumerable.Range(0, Count).Select(i => Message(numberOf(i)) with { Digest = new DuplicateKey((ulong)i, 1) }));
        return memory;
    }

    private static SeenMessage Message(uint number) => new(Alice, new DuplicateKey(1, 2), 1, number, IsNumberProved: true);
}
