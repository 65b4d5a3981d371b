using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class TcpListenerTransportTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<Exception> _faults = [];

    private static async Task<Socket> Call(TcpListenerTransport transport, int host = 1)
    {
        var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        caller.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)host]), 0));
        await caller.ConnectAsync(new IPEndPoint(IPAddress.Loopback, transport.LocalEndPoint.Port)).WaitAsync(s_patience);
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
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false);
        bool noDelay = false;
        transport.Open(async connection =>
        {
            noDelay = connection.NoDelay;
            await connection.SendAsync("x"u8.ToArray());
        }, _faults.Add);
        using var caller = await Call(transport);
        Assert.Equal(1, await ReadEnd(caller));
        Assert.Equal(0, await ReadEnd(caller));
        Assert.True(noDelay);
        Assert.Empty(_faults);
    }

    private static async Task Greet(Socket connection, Task until)
    {
        await connection.SendAsync("x"u8.ToArray());
        await until;
    }

    [Fact]
    public async Task Connections_beyond_the_limit_wait_until_a_place_is_free()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false);
        var release = new TaskCompletionSource();
        int served = 0, most = 0;
        transport.Open(
            async connection =>
            {
                lock (release)
                    most = Math.Max(most, ++served);
                await Greet(connection, release.Task);
                lock (release)
                    served--;
            },
            _faults.Add);
        var callers = new List<Socket>();
        for (int i = 0; i < TcpListenerTransport.MaxConnections; i++)
        {
            callers.Add(await Call(transport, 1 + i / TcpListenerTransport.MaxPerAddress));
            Assert.Equal(1, await ReadEnd(callers[i]));
        }
        for (int i = 0; i < 150; i++)
            callers.Add(await Call(transport, 100 + i));
        // One more is accepted, and waits for a place; the others wait in the backlog.
        Assert.True(SpinWait.SpinUntil(() => transport.Connections == TcpListenerTransport.MaxConnections + 1, s_patience));
        Assert.All(callers[TcpListenerTransport.MaxConnections..], each => Assert.Equal(0, each.Available));
        release.SetResult();
        for (int i = 0; i < callers.Count; i++)
        {
            if (i >= TcpListenerTransport.MaxConnections)
                Assert.Equal(1, await ReadEnd(callers[i]));
            Assert.Equal(0, await ReadEnd(callers[i]));
            callers[i].Dispose();
        }
        Assert.Equal(TcpListenerTransport.MaxConnections, most);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task One_address_cannot_take_all_places_and_gets_its_own_back()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false);
        var release = new TaskCompletionSource();
        transport.Open(connection => Greet(connection, release.Task), _faults.Add);
        var callers = new List<Socket>();
        for (int i = 0; i < TcpListenerTransport.MaxPerAddress; i++)
        {
            callers.Add(await Call(transport));
            Assert.Equal(1, await ReadEnd(callers[i]));
        }
        using (var late = await Call(transport))
            Assert.NotEqual(1, await ReadEnd(late));
        using (var other = await Call(transport, 2))
            Assert.Equal(1, await ReadEnd(other));
        release.SetResult();
        foreach (var caller in callers)
        {
            Assert.Equal(0, await ReadEnd(caller));
            caller.Dispose();
        }
        // The peer sees the close a moment before the place is free, so it may take more than one call.
        for (int attempt = 0; ; attempt++)
        {
            using var next = await Call(transport);
            if (await ReadEnd(next) == 1)
                break;
            Assert.InRange(attempt, 0, 100);
        }
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Who_is_not_admitted_is_closed_at_once()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false);
        transport.Open(connection => connection.SendAsync("x"u8.ToArray()), _faults.Add,
            address => !address.Equals(IPAddress.Parse("127.0.0.4")));
        using var mallory = await Call(transport, 4);
        Assert.NotEqual(1, await ReadEnd(mallory));
        using var bob = await Call(transport, 2);
        Assert.Equal(1, await ReadEnd(bob));
    }

    [Fact]
    public async Task Disposing_closes_the_connections_and_frees_the_port_at_once()
    {
        for (int i = 0; i < 5; i++)
        {
            var transport = new TcpListenerTransport(null, 0, withIPv6: true);
            var started = new TaskCompletionSource();
            transport.Open(async connection =>
            {
                started.SetResult();
                await connection.ReceiveAsync(new byte[1]);
            }, _faults.Add);
            using var caller = await Call(transport);
            await started.Task.WaitAsync(s_patience);
            transport.Dispose();
            Assert.NotEqual(1, await ReadEnd(caller));
            using var next = new TcpListenerTransport(null, transport.LocalEndPoint.Port, withIPv6: true);
            Assert.Empty(_faults);
        }
    }

    [Fact]
    public async Task A_handler_that_fails_is_told_and_the_others_go_on()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false);
        int calls = 0;
        transport.Open(connection => ++calls == 1 ? throw new InvalidOperationException("bug") : connection.SendAsync("x"u8.ToArray()),
            _faults.Add);
        using var first = await Call(transport);
        Assert.NotEqual(1, await ReadEnd(first));
        Assert.True(_faults.TryTake(out var fault, s_patience));
        Assert.Equal("bug", fault.Message);
        using var second = await Call(transport);
        Assert.Equal(1, await ReadEnd(second));
    }

    [Fact]
    public void A_taken_port_is_reported_as_such()
    {
        using var first = new TcpListenerTransport(null, 0, withIPv6: false);
        var refused = Assert.Throws<SocketException>(() => new TcpListenerTransport(null, first.LocalEndPoint.Port, withIPv6: false));
        // Windows denies access to the port of an exclusive socket; its list of sockets tells that from a reserved port.
        Assert.True(ExclusiveBind.IsTaken(refused));
        Assert.Equal(IpMsgErrorId.ListenerPortInUse, BindErrors.Describe(first.LocalEndPoint, refused).ErrorId);
    }
}
