using System;
using System.Linq;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class SocketErrorPolicyTests
{
    [Theory]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.MessageSize)]
    [InlineData(SocketError.NetworkUnreachable)]
    public void What_is_reported_in_passing_costs_no_pause_many_times_and_one_in_an_endless_row(SocketError error)
    {
        var policy = new SocketErrorPolicy();
        Assert.True(Enumerable.Range(0, 1_000).All(_ => policy.Next(error, out bool _) == TimeSpan.Zero));
        Assert.Contains(Enumerable.Range(0, 100_000).Select(_ => policy.Next(error, out bool _)), pause => pause > TimeSpan.Zero);
        policy.Reset();
        Assert.Equal(TimeSpan.Zero, policy.Next(error, out _));
    }

    /// <summary>
    /// ICMP port-unreachable (10054, WSAECONNRESET) and an expired time to live (10052, WSAENETRESET), as Windows reports them to a
    /// receiving socket: one after each datagram to members that have gone.
    /// </summary>
    [Theory]
    [InlineData(10054)]
    [InlineData(10052)]
    public void ICMP_errors_of_Windows_neither_pause_the_listener_nor_replace_its_socket(int error)
    {
        var policy = new SocketErrorPolicy();
        for (int i = 0; i < 9_999; i++)
        {
            Assert.Equal(TimeSpan.Zero, policy.Next(new SocketException(error).SocketErrorCode, out bool needsNewSocket));
            Assert.False(needsNewSocket);
        }
        policy.Reset();
        Assert.Equal(TimeSpan.Zero, policy.Next(new SocketException(error).SocketErrorCode, out _));
    }

    public static TheoryData<SocketError> Errors => [.. Enum.GetValues<SocketError>()];

    /// <summary>Whatever fails without end takes little time: pauses follow, and the problem is reported with the first of them.</summary>
    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_without_end_is_tried_a_few_times_a_second(SocketError error)
    {
        var policy = new SocketErrorPolicy();
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => policy.Next(error, out bool _) == TimeSpan.Zero), 0, 9_999);
        Assert.Equal(TimeSpan.FromSeconds(2), policy.Next(error, out _));
        // The socket gives nothing for a while, which may mean that it works.
        policy.Reset();
        policy.Distrust();
        Assert.InRange(Enumerable.Range(0, 200).Count(_ => policy.Next(error, out bool _) == TimeSpan.Zero), 0, 99);
    }

    [Fact]
    public void Pauses_grow_to_two_seconds_and_begin_again_after_a_success()
    {
        var policy = new SocketErrorPolicy();
        double[] pauses =
            [.. Enumerable.Range(0, 50).Select(_ => policy.Next(SocketError.TooManyOpenSockets, out bool _).TotalMilliseconds)];
        Assert.Equal([100, 200, 400, 800, 1600, 2000, 2000], pauses[..7]);
        Assert.Equal(2000, pauses[^1]);
        policy.Reset();
        Assert.Equal(100, policy.Next(SocketError.TooManyOpenSockets, out _).TotalMilliseconds);
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets, 0)]
    [InlineData(SocketError.NoBufferSpaceAvailable, 0)]
    [InlineData(SocketError.NotSocket, 30)]
    [InlineData(SocketError.InvalidArgument, 30)]
    [InlineData(SocketError.Fault, 3)]
    [InlineData(SocketError.SocketError, 3)]
    public void A_socket_is_replaced_when_it_is_finished_and_not_for_want_of_handles(SocketError error, int times)
    {
        var policy = new SocketErrorPolicy();
        Assert.Equal(times,
            Enumerable.Range(0, 30).Count(_ => policy.Next(error, out bool needsNewSocket) >= TimeSpan.Zero && needsNewSocket));
    }
}
