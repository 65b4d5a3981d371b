using System.Linq;
using System.Net.Sockets;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class ReceiveTroublesTests
{
    [Theory]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.MessageSize)]
    [InlineData(SocketError.NetworkUnreachable)]
    public void What_a_receive_reports_in_passing_is_survived_many_times(SocketError error)
    {
        var troubles = new ReceiveTroubles();
        Assert.True(Enumerable.Range(0, 1_000).All(_ => troubles.CanGoOnAfter(error)));
        Assert.False(Enumerable.Range(0, 100_000).All(_ => troubles.CanGoOnAfter(error)));
    }

    [Fact]
    public void An_unknown_error_that_repeats_ends_it_unless_a_datagram_comes_between()
    {
        var troubles = new ReceiveTroubles();
        for (int i = 0; i < 100; i++)
        {
            Assert.True(troubles.CanGoOnAfter(SocketError.Fault));
            troubles.Forget();
        }
        Assert.False(Enumerable.Range(0, 100).All(_ => troubles.CanGoOnAfter(SocketError.Fault)));
    }
}
