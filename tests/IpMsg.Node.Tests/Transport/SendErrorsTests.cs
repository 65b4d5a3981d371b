using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>Every error that a platform gives to a sender.</summary>
public sealed class SendErrorsTests : IDisposable
{
    private static readonly SocketError[] s_destination =
    [
        SocketError.NetworkUnreachable, SocketError.HostUnreachable, SocketError.NetworkDown, SocketError.HostDown,
        SocketError.HostNotFound, SocketError.AccessDenied, SocketError.AddressNotAvailable,
        SocketError.AddressFamilyNotSupported, SocketError.InvalidArgument,
        SocketError.MessageSize, SocketError.DestinationAddressRequired, SocketError.ConnectionRefused, SocketError.ConnectionReset,
        SocketError.ConnectionAborted, SocketError.NetworkReset,
    ];

    private readonly BoundSocket _socket;
    private readonly SendErrors _errors;
    private readonly List<string> _problems = [];
    private int _bound;
    private bool _isTaken;
    private long _now;

    public SendErrorsTests()
    {
        _socket = new BoundSocket(new IPEndPoint(IPAddress.Loopback, 0), place =>
        {
            _bound++;
            return _isTaken ? throw new SocketException((int)SocketError.AddressAlreadyInUse) : UdpSockets.Bind(place);
        });
        _errors = new SendErrors(
            _socket, reason => _problems.Add((reason as SocketException)?.SocketErrorCode.ToString() ?? "over"), () => _now);
    }

    public static TheoryData<SocketError> Errors => [.. Enum.GetValues<SocketError>().Where(static each => each != SocketError.Success)];

    public void Dispose() => _socket.Dispose();

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_is_a_problem_after_a_second_and_ends_with_a_datagram_unless_it_concerns_one_destination(SocketError error)
    {
        // Ten a second, for ten seconds.
        for (int i = 0; i < 100; i++, _now += 100)
            _errors.Handle(error);
        Assert.Equal(s_destination.Contains(error) ? 0 : 90, _problems.Count);
        Assert.All(_problems, each => Assert.Equal(error.ToString(), each));
        // The socket was bound once at the start, and at most once a second since.
        Assert.InRange(_bound, 1, 11);
        _problems.Clear();
        _errors.Handle(SocketError.Success);
        _errors.Handle(SocketError.Success);
        Assert.Equal(s_destination.Contains(error) ? [] : ["over"], _problems);
    }

    [Fact]
    public void An_error_between_datagrams_that_leave_is_no_problem()
    {
        for (int i = 0; i < 100; i++, _now += 500)
            _errors.Handle(i % 2 == 0 ? SocketError.NoBufferSpaceAvailable : SocketError.Success);
        Assert.Empty(_problems);
    }

    [Fact]
    public void An_unusable_socket_is_replaced_when_its_port_is_free_again()
    {
        var first = _socket.Socket;
        first.Dispose();
        _isTaken = true;
        _errors.Handle(SocketError.OperationAborted);
        _isTaken = false;
        _now += SendErrors.MinDuration;
        _errors.Handle(SocketError.OperationAborted);
        Assert.NotSame(first, _socket.Socket);
        Assert.Equal(_socket.EndPoint, _socket.Socket.LocalEndPoint);
        _errors.Handle(SocketError.Success);
        Assert.Equal(["OperationAborted", "over"], _problems);
    }

    [Fact]
    public void Nothing_is_reported_after_the_end()
    {
        _socket.Dispose();
        for (int i = 0; i < 10; i++, _now += 1_000)
            _errors.Handle(SocketError.OperationAborted);
        Assert.Empty(_problems);
        Assert.Equal(1, _bound);
    }

    [Fact]
    public void A_transport_whose_socket_the_system_closed_sends_again_and_receives()
    {
        using var transport = new UdpTransport(IPAddress.Loopback, 0, [], withIPv6: false);
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        peer.Client.ReceiveTimeout = 30_000;
        using var received = new ManualResetEventSlim();
        transport.Open((_, _) => received.Set(), static _ => { });
        var to = (IPEndPoint)peer.Client.LocalEndPoint!;
        Assert.Equal(SocketError.Success, transport.Send([1], 1, to));
        transport.Sockets[0].Socket.Dispose();
        var last = SocketError.SocketError;
        Assert.True(SpinWait.SpinUntil(
            () => (last = transport.Send([2], 1, to)) == SocketError.Success, TimeSpan.FromSeconds(30)), last.ToString());
        IPEndPoint? from = null;
        Assert.Equal([1], peer.Receive(ref from));
        Assert.Equal([2], peer.Receive(ref from));
        peer.Send([3], 1, transport.LocalEndPoint);
        Assert.True(received.Wait(TimeSpan.FromSeconds(30)));
    }

    /// <summary>All errors of Linux, in recvmmsg(2) and sendmmsg(2).</summary>
    [Fact]
    public void No_error_but_that_of_a_missing_call_turns_the_batches_off()
    {
        Assert.Equal([1, 38], Enumerable.Range(1, 133).Where(each => LinuxDatagrams.ShowsMissingCall(each, isReceive: true)));
        Assert.Equal([38], Enumerable.Range(1, 133).Where(each => LinuxDatagrams.ShowsMissingCall(each, isReceive: false)));
    }
}
