using System.Collections.Generic;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

public class TimerQueueTests
{
    private const long Month = 30L * 24 * 3_600_000;

    [Fact]
    public void Cleared_timers_do_not_stay_until_they_would_have_been_due()
    {
        var queue = new TimerQueue();
        for (int i = 0; i < 10_000; i++)
        {
            var timer = new Noted([], i);
            queue.Set(timer, Month + i);
            TimerQueue.Clear(timer);
        }

        Assert.InRange(queue.Count, 1, 64);
    }

    [Fact]
    public void Timers_fire_in_their_order_while_others_are_cleared()
    {
        var queue = new TimerQueue();
        var fired = new List<int>();
        var expected = new List<int>();
        for (int i = 0; i < 1_000; i++)
        {
            var timer = new Noted(fired, i);
            // Ten at a time are due at the same moment, later ones earlier.
            queue.Set(timer, 1_000 - i / 10);
            if (i % 3 == 0)
                TimerQueue.Clear(timer);
        }
        for (int due = 99; due >= 0; due--)
        {
            for (int i = 10 * due; i < 10 * due + 10; i++)
            {
                if (i % 3 != 0)
                    expected.Add(i);
            }
        }

        queue.Advance(1_000);

        Assert.Equal(expected, fired);
        Assert.Equal((0, Moment.Never), (queue.Count, queue.Next));
    }

    [Fact]
    public void A_timer_that_is_set_again_and_again_is_there_once()
    {
        var queue = new TimerQueue();
        var fired = new List<int>();
        var timer = new Noted(fired, 1);
        for (int i = 0; i < 10_000; i++)
            queue.Set(timer, Month - i);

        Assert.InRange(queue.Count, 1, 64);
        queue.Advance(Month);
        Assert.Equal([1], fired);
    }

    private sealed class Noted(List<int> fired, int number) : ProtocolTimer
    {
        internal override void OnExpired() => fired.Add(number);
    }
}
