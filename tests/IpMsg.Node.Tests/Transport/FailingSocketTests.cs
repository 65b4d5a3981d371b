using System;
using System.Collections.Concurrent;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>Every error that a platform gives, in the accept loop and in the receive loop: neither ends before its socket is closed.</summary>
public sealed class FailingSocketTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromTicks(100);

    private readonly FailingSource _source = new();
    private readonly BlockingCollection<string> _events = [];

    public static TheoryData<SocketError> Errors => [.. Enum.GetValues<SocketError>()];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Accepting_goes_on_after(SocketError error)
    {
        using var loop = Start(Acceptor());
        AssertGoesOnAfter(error);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Receiving_goes_on_after(SocketError error)
    {
        using var loop = Start(Receiver());
        AssertGoesOnAfter(error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loop_goes_on_after_an_exception_that_is_no_sockets_and_a_socket_that_cannot_be_replaced(bool isTcp)
    {
        _source.RefusesToReopen = true;
        using var loop = Start(isTcp ? Acceptor() : Receiver());
        _source.Add(new InsufficientMemoryException("none left"));
        _source.Fail(SocketError.NotSocket);
        _source.Add(null);
        Assert.Equal(["problem: none left", "problem: " + new SocketException((int)SocketError.NotSocket).Message, "over", "took"], Next(4));
        Assert.Equal(1, _source.Reopened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_problem_ends_when_nothing_fails_any_more_although_nothing_comes(bool isTcp)
    {
        using var loop = Start(isTcp ? Acceptor() : Receiver());
        _source.FailProbe(SocketError.TooManyOpenSockets);
        _source.Fail(SocketError.NoBufferSpaceAvailable);
        Assert.All(Next(2), each => Assert.StartsWith("problem", each, StringComparison.Ordinal));
        Assert.Equal(["over"], Next(1));
    }

    [Fact]
    public void A_connection_that_no_thread_can_serve_is_a_problem_and_the_next_one_is_taken()
    {
        Socket? lost = null;
        using var loop = Start(new TcpAcceptor(_source, connection =>
        {
            if (lost is null)
                throw new OutOfMemoryException((lost = connection).ProtocolType.ToString());
            Took(connection);
        }, Problem, new SocketErrorPolicy(s_pause)));
        _source.Add(null);
        _source.Add(null);
        Assert.Equal(["problem: Tcp", "over", "took"], Next(3));
        Assert.True(lost!.SafeHandle.IsClosed);
    }

    [Fact]
    public void A_finished_socket_is_replaced_at_its_place()
    {
        using var socket = new BoundSocket(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), UdpSockets.Bind);
        var first = socket.Socket;
        socket.Reopen();
        Assert.NotSame(first, socket.Socket);
        Assert.Equal(socket.Place, socket.Socket.LocalEndPoint);
        socket.Dispose();
        var last = socket.Socket;
        socket.Reopen();
        Assert.Same(last, socket.Socket);
    }

    /// <summary>150 failures in a row, which took the whole listener with them before, and then a success.</summary>
    private void AssertGoesOnAfter(SocketError error)
    {
        for (int i = 0; i < 150; i++)
            _source.Fail(error);
        _source.Add(null);
        string last;
        bool hasProblem = false;
        while ((last = Next(1)[0]) != "took")
        {
            Assert.DoesNotContain("fault", last, StringComparison.Ordinal);
            hasProblem = last != "over";
        }
        Assert.False(hasProblem);
    }

    private TcpAcceptor Acceptor() => new(_source, Took, Problem, new SocketErrorPolicy(s_pause));

    private UdpReceiver Receiver() => new(
        _source, (_, _, _) => _events.Add("took"), reason => _events.Add("fault: " + reason.Message), Problem, new SocketErrorPolicy(s_pause));

    private RunningLoop Start(SocketLoop loop)
    {
        loop.Start();
        return new RunningLoop(this, loop);
    }

    private void Took(Socket connection)
    {
        connection.Dispose();
        _events.Add("took");
    }

    private void Problem(Exception? reason) => _events.Add(reason is null ? "over" : "problem: " + reason.Message);

    private string[] Next(int count)
    {
        string[] next = new string[count];
        for (int i = 0; i < count; i++)
            Assert.True(_events.TryTake(out next[i]!, s_patience), "nothing more happened");
        return next;
    }

    /// <summary>Ends the loop, which tells of nothing then.</summary>
    private sealed class RunningLoop(FailingSocketTests owner, SocketLoop loop) : IDisposable
    {
        public void Dispose()
        {
            owner._source.Close();
            loop.Close();
            loop.Await();
            Assert.Empty(owner._events);
        }
    }
}
