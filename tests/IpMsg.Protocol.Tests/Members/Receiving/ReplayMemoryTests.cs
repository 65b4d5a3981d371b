using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>The shares of the memory of messages.</summary>
public sealed class ReplayMemoryTests
{
    private const ulong Alice = 3, Mallory = 5;

    [Fact]
    [Rule(116)]
    public void R116_nobody_else_evicts_the_messages_of_a_member()
    {
        var memory = new ReplayMemory();
        var hers = Messages(Alice, 1, ReplayMemory.MaxPerShare);
        memory.Load(hers);
        memory.Load(Messages(Mallory, 1_000_000, 72_000));
        memory.Load(Messages(SeenMessage.Common, 2_000_000, 72_000));
        memory.Load(Messages(Alice - 1, 3_000_000, 72_000));
        Assert.Equal(hers, memory.Kept.Where(each => each.Share == Alice));
        Assert.Equal(ReplayMemory.MaxPerShare, memory.Kept.Count(each => each.Share == Mallory));
        Assert.Equal(ReplayMemory.MaxCommon, memory.Kept.Count(each => each.Share == SeenMessage.Common));
    }

    [Fact]
    [Rule(116)]
    public void R116_the_largest_shares_shrink_first_when_all_are_full()
    {
        var memory = new ReplayMemory();
        var hers = Messages(Alice, 1, 16);
        memory.Load(hers);
        for (int i = 1; i <= 300; i++)
            memory.Load(Messages(Alice + 2 * (ulong)i, i * 10_000, ReplayMemory.MaxPerShare));
        Assert.InRange(memory.Kept.Count(), ReplayMemory.Capacity - ReplayMemory.MaxPerShare, ReplayMemory.Capacity);
        Assert.Equal(hers, memory.Kept.Where(each => each.Share == Alice));
    }

    [Fact]
    [Rule(116)]
    public void R116_a_share_keeps_its_newest_messages()
    {
        var memory = new ReplayMemory();
        var all = Messages(Alice, 1, ReplayMemory.MaxPerShare + 10);
        memory.Load(all);
        Assert.Equal(all.Skip(10), memory.Kept);
    }

    private static List<SeenMessage> Messages(ulong share, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(each => new SeenMessage(share, new DuplicateKey((ulong)each, 1), 1, 1))];
}
