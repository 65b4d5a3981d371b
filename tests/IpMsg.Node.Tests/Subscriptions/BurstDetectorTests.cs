using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Subscriptions;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Tests.Transport;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members.Receiving;
using Xunit;

namespace IpMsg.Node.Tests.Subscriptions;

public sealed class BurstDetectorTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_few_in_a_millisecond_are_no_rush()
    {
        var burst = new BurstDetector();
        for (int i = 0; i < 15; i++)
            burst.Count(5);
        Assert.False(burst.IsOn(5));
        burst.Count(5);
        Assert.True(burst.IsOn(5));
    }

    [Fact]
    public void A_rush_is_over_a_millisecond_after_the_last()
    {
        var burst = new BurstDetector();
        for (int i = 0; i < 16; i++)
            burst.Count(5);
        Assert.True(burst.IsOn(6));
        Assert.False(burst.IsOn(7));
        burst.Count(6);
        Assert.True(burst.IsOn(6));
        Assert.False(burst.IsOn(7));
    }

    // In a rush nobody is woken; what comes last must be seen all the same.
    [Fact]
    public async Task The_last_of_a_rush_reaches_a_reader_without_a_later_post()
    {
        const int count = 10_000;
        var box = new DropOldestQueue<int>(1);
        for (int round = 0; round < 20; round++)
        {
            var reader = Task.Factory.StartNew(
                () =>
                {
                    int item = 0;
                    while (item != count && box.TryTake(out item, s_patience, CancellationToken.None))
                    {
                    }
                    return item;
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            for (int i = 1; i <= count; i++)
                box.Post(i);
            Assert.Equal(count, await reader.WaitAsync(s_patience));
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_in_a_rush_too()
    {
        var box = new DropOldestQueue<int>(1);
        using var stop = new CancellationTokenSource();
        for (int i = 0; i < 1_000; i++)
            box.Post(i);
        Assert.True(box.TryTake(out _, TimeSpan.Zero, CancellationToken.None));
        var reader = Task.Factory.StartNew(() => box.TryTake(out _, Timeout.InfiniteTimeSpan, stop.Token), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.WaitAsync(s_patience));
    }

    [Fact]
    public void A_waiting_consumer_takes_every_message_of_a_burst()
    {
        const int bursts = 100, size = 20;
        using var folder = new TemporaryFolder();
        using var node =
            MemberNode.Start(new NodeOptions { Address = IPAddress.Loopback, Port = 0, KeyPath = folder.Path, IsSilent = true });
        var reader = new InboxReader(null);
        using var transport = new UdpTransport(IPAddress.Loopback, 0, [], withIPv6: false);
        for (int burst = 0; burst < bursts; burst++)
        {
            for (int i = 1; i <= size; i++)
                transport.SendText("1:" + (size * burst + i) + ":a:b:32:text\0", node.LocalEndPoint);
            for (int taken = 0; taken < size; taken++)
            {
                bool isReceived = node.Inbox.Receive(reader, s_patience, CancellationToken.None, out _);
                Assert.True(isReceived, "Nobody was woken for burst " + burst + ".");
            }
        }
    }
}
