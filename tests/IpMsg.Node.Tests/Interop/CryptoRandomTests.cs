using System;
using System.Linq;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using Xunit;

namespace IpMsg.Node.Tests.Interop;

public sealed class CryptoRandomTests
{
    [Fact]
    public void Every_number_of_the_range_comes_about_equally_often_and_none_outside()
    {
        using var random = new CryptoRandom();
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.Next(-3, 4) + 3]++;
        // Ten standard deviations: this fails by chance less often than the machine does.
        Assert.All(counts, count => Assert.InRange(count, 9_000, 11_000));
    }

    [Fact]
    public void The_widest_and_the_narrowest_range_work()
    {
        using var random = new CryptoRandom();
        Assert.Equal(5, random.Next(5, 6));
        for (int i = 0; i < 1_000; i++)
            Assert.NotEqual(int.MaxValue, random.Next(int.MinValue, int.MaxValue));
    }

    [Fact]
    public void An_empty_range_is_an_error()
    {
        using var random = new CryptoRandom();
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(4, 4));
    }

    [Fact]
    public async Task Threads_do_not_get_the_same_numbers()
    {
        using var random = new CryptoRandom();
        var draws = await Task.WhenAll(
            Enumerable.Range(0, 4)
                .Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(_ => random.Next(0, int.MaxValue)).ToArray())));
        // Of 20,000 draws out of 2^31 one pair in ten runs is equal by chance; shared blocks would give thousands.
        Assert.InRange(draws.SelectMany(x => x).Distinct().Count(), 19_990, 20_000);
    }
}
