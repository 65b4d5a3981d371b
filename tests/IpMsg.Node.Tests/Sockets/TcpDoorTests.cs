using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class TcpDoorTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<Exception> _faults = [];

    private static async Task<Socket> Call(TcpDoor door)
    {
        var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await caller.ConnectAsync(new IPEndPoint(IPAddress.Loopback, door.LocalEndPoint.Port)).WaitAsync(s_patience);
        return caller;
    }

    /// <summary>Zero when the other side has closed in an orderly way, -1 when it reset.</summary>
    private static async Task<int> ReadEnd(Socket caller)
    {
        try
        {
            return await caller.ReceiveAsync(new byte[1]).WaitAsync(s_patience);
        }
        catch (SocketException)
        {
            return -1;
        }
    }

    [Fact]
    public async Task A_connection_is_served_without_delay_and_closed_when_its_handler_ends()
    {
        using var door = new TcpDoor(null, 0, withIPv6: false);
        bool noDelay = false;
        door.Open(async connection =>
        {
            noDelay = connection.NoDelay;
            await connection.SendAsync("x"u8.ToArray());
        }, _faults.Add);
        using var caller = await Call(door);
        Assert.Equal(1, await ReadEnd(caller));
        Assert.Equal(0, await ReadEnd(caller));
        Assert.True(noDelay);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_at_once_and_places_become_free_again()
    {
        using var door = new TcpDoor(null, 0, withIPv6: false);
        var release = new TaskCompletionSource();
        door.Open(async connection =>
        {
            await connection.SendAsync("x"u8.ToArray());
            await release.Task;
        }, _faults.Add);
        var callers = new List<Socket>();
        for (int i = 0; i < TcpDoor.MostConnections; i++)
        {
            callers.Add(await Call(door));
            Assert.Equal(1, await ReadEnd(callers[i]));
        }
        Assert.Equal(TcpDoor.MostConnections, door.Connections);
        using (var late = await Call(door))
            Assert.NotEqual(1, await ReadEnd(late));
        release.SetResult();
        foreach (var caller in callers)
        {
            Assert.Equal(0, await ReadEnd(caller));
            caller.Dispose();
        }
        // The peer sees the close a moment before the place is free, so it may take more than one call.
        for (int attempt = 0; ; attempt++)
        {
            using var next = await Call(door);
            if (await ReadEnd(next) == 1)
                break;
            Assert.InRange(attempt, 0, 100);
        }
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Disposing_closes_the_connections_and_frees_the_port_at_once()
    {
        for (int i = 0; i < 5; i++)
        {
            var door = new TcpDoor(null, 0, withIPv6: true);
            var started = new TaskCompletionSource();
            door.Open(async connection =>
            {
                started.SetResult();
                await connection.ReceiveAsync(new byte[1]);
            }, _faults.Add);
            using var caller = await Call(door);
            await started.Task.WaitAsync(s_patience);
            door.Dispose();
            Assert.NotEqual(1, await ReadEnd(caller));
            using var next = new TcpDoor(null, door.LocalEndPoint.Port, withIPv6: true);
            Assert.Empty(_faults);
        }
    }

    [Fact]
    public async Task A_handler_that_fails_is_told_and_the_others_go_on()
    {
        using var door = new TcpDoor(null, 0, withIPv6: false);
        int calls = 0;
        door.Open(connection => ++calls == 1 ? throw new InvalidOperationException("bug") : connection.SendAsync("x"u8.ToArray()), _faults.Add);
        using var first = await Call(door);
        Assert.NotEqual(1, await ReadEnd(first));
        Assert.True(_faults.TryTake(out var fault, s_patience));
        Assert.Equal("bug", fault.Message);
        using var second = await Call(door);
        Assert.Equal(1, await ReadEnd(second));
    }

    [Fact]
    public void A_taken_port_is_reported_as_such()
    {
        using var first = new TcpDoor(null, 0, withIPv6: false);
        var refused = Assert.Throws<SocketException>(() => new TcpDoor(null, first.LocalEndPoint.Port, withIPv6: false));
        Assert.Equal(SocketError.AddressAlreadyInUse, refused.SocketErrorCode);
    }
}
