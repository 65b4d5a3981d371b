using System;
using System.Net;
using System.Threading;
using IpMsg.Protocol;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class ArrivalBellTests
{
    private readonly ArrivalBell _bell = new();

    [Fact]
    public void After_quiet_it_rings_at_once()
    {
        Assert.True(_bell.Note(Message("a"), 0));
        Assert.True(_bell.Note(Message("b"), 1));
        Assert.Equal(Moment.Never, _bell.DueAt);
    }

    [Fact]
    public void Within_a_millisecond_it_rings_once_for_all()
    {
        var last = Message("c");
        Assert.True(_bell.Note(Message("a"), 5));
        Assert.False(_bell.Note(Message("b"), 5));
        _bell.PutOff(5);
        Assert.False(_bell.Note(last, 5));

        Assert.Equal(6, _bell.DueAt);
        Assert.Null(_bell.TakeDue(5));
        Assert.Same(last, _bell.TakeDue(6));
        Assert.Null(_bell.TakeDue(7));
    }

    // The second of two messages in one millisecond is the one that nobody would be woken for.
    [Fact]
    public void A_waiting_consumer_takes_every_message_of_a_burst()
    {
        const int count = 200;
        using var folder = new TemporaryFolder();
        using var node = MemberNode.Start(new NodeOptions { Address = IPAddress.Loopback, Port = 0, KeyPath = folder.Path, IsSilent = true });
        using var watch = node.WatchMessages();
        using var door = new UdpDoor(IPAddress.Loopback, 0, [], withIPv6: false);
        for (int burst = 0; burst < count / 2; burst++)
        {
            door.Say("1:" + (2 * burst + 1) + ":a:b:32:one\0", node.LocalEndPoint);
            door.Say("1:" + (2 * burst + 2) + ":a:b:32:two\0", node.LocalEndPoint);
            for (int taken = 0; taken < 2;)
            {
                if (node.Read(machine => machine.Take(null)) is not null)
                    taken++;
                else
                    Assert.True(watch.TryTake(out _, TimeSpan.FromSeconds(5), CancellationToken.None), "Nobody was woken for burst " + burst + ".");
            }
        }
    }

    private static IncomingMessage Message(string text) =>
        new(new IPEndPoint(IPAddress.Loopback, 2425), "a", "b", null, "1", 1, MessageFlags.None, text, DateTimeOffset.UnixEpoch);
}
