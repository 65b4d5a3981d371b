using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>
/// Every error that a platform gives, in the loop that accepts and receives: it does not end before its socket is closed.
/// </summary>
public sealed class FailingSocketTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromTicks(100);
    private static readonly IPEndPoint s_place = new(IPAddress.Loopback, 0);

    private readonly BlockingCollection<string> _events = [];
    private readonly BoundSocket _socket;
    private readonly FailingLoop _loop;
    private int _refusals;

    public FailingSocketTests()
    {
        _socket = new BoundSocket(s_place,
            place => _refusals-- > 0 ? throw new SocketException((int)SocketError.AddressAlreadyInUse) : UdpSockets.Bind(place));
        _loop = new FailingLoop(_socket, () => _events.Add("took"), Problem, new SocketErrorPolicy(s_pause));
        _loop.Start();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _loop.Add(new ObjectDisposedException("socket"));
        _loop.Close();
        _loop.Await();
        Assert.Empty(_events);
    }

    public static TheoryData<SocketError> Errors => [.. Enum.GetValues<SocketError>()];

    /// <summary>150 failures in a row, which took the whole listener with them before, and then a success.</summary>
    [Theory]
    [MemberData(nameof(Errors))]
    public void The_loop_goes_on_after(SocketError error)
    {
        for (int i = 0; i < 150; i++)
            _loop.Fail(error);
        _loop.Add(null);
        string last, before = "over";
        for (; (last = Next(1)[0]) != "took"; before = last)
            Assert.True(last == "over" || last.StartsWith("problem", StringComparison.Ordinal));
        Assert.Equal("over", before);
    }

    [Fact]
    public void The_loop_goes_on_after_an_exception_that_is_no_sockets_and_a_socket_that_cannot_be_replaced()
    {
        _refusals = 1;
        var first = _socket.Socket;
        _loop.Add(new InsufficientMemoryException("none left"));
        _loop.Fail(SocketError.NotSocket);
        _loop.Fail(SocketError.NotSocket);
        _loop.Add(null);
        string finished = "problem: " + new SocketException((int)SocketError.NotSocket).Message;
        Assert.Equal(["problem: none left", finished, finished, "over", "took"], Next(5));
        Assert.NotSame(first, _socket.Socket);
    }

    [Fact]
    public void The_problem_ends_when_nothing_fails_any_more_although_nothing_comes()
    {
        _loop.FailProbe(SocketError.TooManyOpenSockets);
        _loop.Fail(SocketError.NoBufferSpaceAvailable);
        Assert.All(Next(2), each => Assert.StartsWith("problem", each, StringComparison.Ordinal));
        Assert.Equal(["over"], Next(1));
    }

    [Fact]
    public void A_UDP_socket_that_was_closed_under_its_loop_is_replaced_at_its_place()
    {
        using var socket = new BoundSocket(s_place, UdpSockets.Bind);
        var receiver = new UdpReceiver(socket, (_, _) => _events.Add("took"),
            reason => _events.Add("fault: " + reason.Message), Problem);
        AssertReplaced(socket, receiver, () =>
        {
            using var peer = new UdpClient();
            peer.Send([1], 1, socket.EndPoint);
        });
    }

    [Fact]
    public void A_listener_that_was_closed_under_its_loop_is_replaced_at_its_place()
    {
        using var socket = new BoundSocket(s_place, static place =>
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(place);
            listener.Listen();
            return listener;
        });
        var acceptor = new TcpAcceptor(socket, connection =>
        {
            connection.Dispose();
            _events.Add("took");
        }, Problem);
        AssertReplaced(socket, acceptor, () => new TcpClient().Connect(socket.EndPoint));
    }

    [Fact]
    public void A_connection_that_no_thread_can_serve_is_closed_and_a_problem()
    {
        using var socket = new BoundSocket(s_place, static place =>
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(place);
            listener.Listen();
            return listener;
        });
        Socket? lost = null;
        var acceptor = new TcpAcceptor(socket, connection =>
        {
            lost = connection;
            throw new OutOfMemoryException("no thread");
        }, Problem);
        acceptor.Start();
        using var caller = new TcpClient();
        caller.Connect(socket.EndPoint);
        Assert.Equal(["problem: no thread", "over"], Next(2));
        Assert.True(lost!.SafeHandle.IsClosed);
        End(socket, acceptor);
    }

    /// <summary>A sender replaces a socket before the thread that receives has noticed anything.</summary>
    [Fact]
    public void A_socket_that_was_replaced_is_not_replaced_again()
    {
        using var socket = new BoundSocket(s_place, UdpSockets.Bind);
        var receiver = new UdpReceiver(socket, (_, _) => _events.Add("took"), reason => _events.Add("fault: " + reason.Message), Problem);
        receiver.Start();
        var first = socket.Socket;
        socket.Reopen(first);
        var second = socket.Socket;
        socket.Reopen(first);
        Assert.NotSame(first, second);
        using (var peer = new UdpClient())
            peer.Send([1], 1, socket.EndPoint);
        Assert.Equal(["took"], Next(1));
        Assert.Same(second, socket.Socket);
        End(socket, receiver);
    }

    [Fact]
    public void A_socket_that_was_closed_on_purpose_is_not_replaced()
    {
        using var socket = new BoundSocket(s_place, UdpSockets.Bind);
        socket.Dispose();
        var last = socket.Socket;
        socket.Reopen();
        Assert.Same(last, socket.Socket);
    }

    private void AssertReplaced(BoundSocket socket, SocketLoop loop, Action call)
    {
        loop.Start();
        call();
        Assert.Equal(["took"], Next(1));
        var first = socket.Socket;
        first.Dispose();
        Assert.StartsWith("problem", Next(1)[0], StringComparison.Ordinal);
        string[] rest = [.. Enumerable.Repeat(0, 20).Select(_ => Next(1)[0]).TakeWhile(static each => each != "over")];
        Assert.All(rest, each => Assert.StartsWith("problem", each, StringComparison.Ordinal));
        Assert.NotSame(first, socket.Socket);
        Assert.Equal(socket.EndPoint, socket.Socket.LocalEndPoint);
        call();
        Assert.Equal(["took"], Next(1));
        End(socket, loop);
    }

    private static void End(BoundSocket socket, SocketLoop loop)
    {
        socket.Dispose();
        loop.Close();
        loop.Await();
    }

    private void Problem(Exception? reason) => _events.Add(reason is null ? "over" : "problem: " + reason.Message);

    private string[] Next(int count)
    {
        string[] next = new string[count];
        for (int i = 0; i < count; i++)
            Assert.True(_events.TryTake(out next[i]!, s_patience), "nothing more happened");
        return next;
    }
}
