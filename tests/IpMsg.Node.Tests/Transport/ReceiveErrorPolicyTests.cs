using System.Linq;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class ReceiveErrorPolicyTests
{
    [Theory]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.MessageSize)]
    [InlineData(SocketError.NetworkUnreachable)]
    public void What_a_receive_reports_in_passing_is_survived_many_times(SocketError error)
    {
        var policy = new ReceiveErrorPolicy();
        Assert.True(Enumerable.Range(0, 1_000).All(_ => policy.CanGoOnAfter(error)));
        Assert.False(Enumerable.Range(0, 100_000).All(_ => policy.CanGoOnAfter(error)));
    }

    [Fact]
    public void An_unknown_error_that_repeats_ends_it_unless_a_datagram_comes_between()
    {
        var policy = new ReceiveErrorPolicy();
        for (int i = 0; i < 100; i++)
        {
            Assert.True(policy.CanGoOnAfter(SocketError.Fault));
            policy.Forget();
        }
        Assert.False(Enumerable.Range(0, 100).All(_ => policy.CanGoOnAfter(SocketError.Fault)));
    }
}
