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
            noDelay = connection.Socket.NoDelay;
            await connection.Socket.SendAsync("x"u8.ToArray());
        }, _faults.Add);
        using var caller = await Call(transport);
        Assert.Equal(1, await ReadEnd(caller));
        Assert.Equal(0, await ReadEnd(caller));
        Assert.True(noDelay);
        Assert.Empty(_faults);
    }

    private static async Task Greet(AcceptedConnection connection, Task until)
    {
        await connection.Socket.SendAsync("x"u8.ToArray());
        await until;
    }

    [Fact]
    [Rule(90)]
    public async Task R90_a_newcomer_takes_the_place_of_one_without_a_running_transfer()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false);
        var release = new TaskCompletionSource();
        transport.Open(
            connection =>
            {
                if (connection.Address.Equals(IPAddress.Parse("127.0.0.9")))
                    Assert.True(connection.TryKeep());
                return Greet(connection, release.Task);
            },
            _faults.Add);
        using var granted = await Call(transport, 9);
        Assert.Equal(1, await ReadEnd(granted));
        var callers = new List<Socket>();
        for (int i = 0; i < 2 * ConnectionTable.MaxStrangers; i++)
        {
            callers.Add(await Call(transport, 10 + i));
            Assert.Equal(1, await ReadEnd(callers[i]));
        }
        for (int i = 0; i < ConnectionTable.MaxStrangers; i++)
            Assert.Equal(-1, await ReadEnd(callers[i]));
        Assert.Equal(ConnectionTable.MaxStrangers + 1, transport.Connections);
        release.SetResult();
        Assert.Equal(0, await ReadEnd(granted));
        for (int i = ConnectionTable.MaxStrangers; i < callers.Count; i++)
            Assert.Equal(0, await ReadEnd(callers[i]));
        callers.ForEach(static each => each.Dispose());
        Assert.Empty(_faults);
    }

    [Fact]
    [Rule(90)]
    public async Task R90_recipients_of_open_offers_are_served_while_strangers_have_all_their_places()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false) { IsRecipient = IPAddress.Parse("127.0.0.2").Equals };
        var release = new TaskCompletionSource();
        transport.Open(connection => Greet(connection, release.Task), _faults.Add);
        using var recipient = await Call(transport, 2);
        Assert.Equal(1, await ReadEnd(recipient));
        var callers = new List<Socket>();
        for (int i = 0; i < 2 * ConnectionTable.MaxStrangers; i++)
            callers.Add(await Call(transport, 10 + i));
        using var second = await Call(transport, 2);
        Assert.Equal(1, await ReadEnd(second));
        release.SetResult();
        Assert.Equal(0, await ReadEnd(recipient));
        Assert.Equal(0, await ReadEnd(second));
        callers.ForEach(static each => each.Dispose());
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Who_is_not_admitted_is_closed_at_once()
    {
        using var transport = new TcpListenerTransport(null, 0, withIPv6: false)
        {
            Admits = address => !address.Equals(IPAddress.Parse("127.0.0.4")),
        };
        transport.Open(connection => connection.Socket.SendAsync("x"u8.ToArray()), _faults.Add);
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
                await connection.Socket.ReceiveAsync(new byte[1]);
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
        transport.Open(connection => ++calls == 1 ? throw new InvalidOperationException("bug") : Greet(connection, Task.CompletedTask),
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
