using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class RecentNumbersTests
{
    [Fact]
    [Rule(127)]
    public void R127_each_number_counts_once_in_any_order()
    {
        var numbers = new RecentNumbers();
        Assert.True(numbers.TryAdd(12));
        Assert.True(numbers.TryAdd(10));
        Assert.True(numbers.TryAdd(11));
        Assert.False(numbers.TryAdd(10));
        Assert.False(numbers.TryAdd(12));
    }

    [Fact]
    [Rule(127)]
    public void R127_a_number_below_the_kept_ones_does_not_count()
    {
        var numbers = new RecentNumbers();
        for (int number = 100; number < 100 + RecentNumbers.Kept; number++)
            Assert.True(numbers.TryAdd(number));
        Assert.False(numbers.TryAdd(99));
        Assert.True(numbers.TryAdd(1_000));
        Assert.False(numbers.TryAdd(100));
    }
}
