using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Subscriptions;
using Xunit;

namespace IpMsg.Node.Tests.Subscriptions;

public sealed class DropOldestQueueTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly DropOldestQueue<int> _box = new(4);

    /// <summary>A thread of its own, so that it waits for certain and no pool delays it.</summary>
    private static Task<TResult> Waiting<TResult>(Func<TResult> wait) =>
        Task.Factory.StartNew(wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public void Items_come_out_in_the_order_they_went_in()
    {
        _box.Post(1);
        _box.Post(2);
        Assert.True(_box.TryTake(out int first, TimeSpan.Zero, default));
        Assert.True(_box.TryTake(out int second, s_patience, default));
        Assert.Equal((1, 2), (first, second));
    }

    [Fact]
    public void A_full_mailbox_drops_its_oldest_and_counts_them()
    {
        for (int i = 1; i <= 10; i++)
            Assert.True(_box.Post(i));
        Assert.Equal(6, _box.Dropped);
        Assert.Equal(4, _box.Count);
        Assert.True(_box.TryTake(out int oldest, TimeSpan.Zero, default));
        Assert.Equal(7, oldest);
    }

    [Fact]
    public void An_empty_mailbox_waits_no_longer_than_it_is_told()
    {
        Assert.False(_box.TryTake(out _, TimeSpan.Zero, default));
        var watch = Stopwatch.StartNew();
        Assert.False(_box.TryTake(out _, TimeSpan.FromMilliseconds(50), default));
        Assert.InRange(watch.ElapsedMilliseconds, 49, 5_000);
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_a_post()
    {
        var reader = Waiting(() => (_box.TryTake(out int item, Timeout.InfiniteTimeSpan, default), item));
        _box.Post(9);
        Assert.Equal((true, 9), await reader.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_leaves_what_is_there()
    {
        using var stop = new CancellationTokenSource();
        var reader = Waiting(() => _box.TryTake(out _, Timeout.InfiniteTimeSpan, stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.WaitAsync(s_patience));
        _box.Post(1);
        Assert.ThrowsAny<OperationCanceledException>(() => _box.TryTake(out _, TimeSpan.Zero, stop.Token));
        Assert.Equal(1, _box.Count);
    }

    [Fact]
    public async Task Completion_wakes_readers_once_the_rest_is_taken()
    {
        _box.Post(1);
        _box.Complete();
        Assert.False(_box.Post(2));
        Assert.True(_box.TryTake(out int item, s_patience, default));
        Assert.Equal(1, item);
        Assert.False(_box.TryTake(out _, Timeout.InfiniteTimeSpan, default));

        var empty = new DropOldestQueue<int>(1);
        var reader = Waiting(() => empty.TryTake(out _, Timeout.InfiniteTimeSpan, default));
        empty.Complete();
        Assert.False(await reader.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_failure_reaches_every_waiter_once_the_rest_is_taken()
    {
        _box.Post(1);
        _box.Fail(new InvalidOperationException("the loop died"));
        _box.Fail(new InvalidOperationException("a later reason"));
        Assert.True(_box.TryTake(out _, s_patience, default));
        Assert.Equal("the loop died", Assert.Throws<InvalidOperationException>(() => _box.TryTake(out _, s_patience, default)).Message);

        var empty = new DropOldestQueue<int>(1);
        var readers = Enumerable.Range(0, 3)
            .Select(_ => Waiting(() => empty.TryTake(out int _, Timeout.InfiniteTimeSpan, default))).ToArray();
        empty.Fail(new InvalidOperationException("gone"));
        foreach (var reader in readers)
            await Assert.ThrowsAsync<InvalidOperationException>(() => reader.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Many_writers_and_readers_lose_nothing_that_fits()
    {
        var box = new DropOldestQueue<int>(100_000);
        var taken = new ConcurrentBag<int>();
        var readers = Enumerable.Range(0, 3).Select(_ => Waiting(() =>
        {
            while (box.TryTake(out int item, Timeout.InfiniteTimeSpan, default))
                taken.Add(item);
            return true;
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(w => Waiting(() =>
        {
            for (int i = 0; i < 5_000; i++)
                box.Post(w * 5_000 + i);
            return true;
        })));
        box.Complete();
        await Task.WhenAll(readers).WaitAsync(s_patience);
        Assert.Equal(15_000, taken.Distinct().Count());
        Assert.Equal(15_000, taken.Count);
    }
}
