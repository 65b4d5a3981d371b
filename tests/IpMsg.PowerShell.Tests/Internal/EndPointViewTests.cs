using System;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

public sealed class EndPointViewTests : IDisposable
{
    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void An_address_that_was_given_can_be_changed_without_harm()
    {
        var session = _lan.Session();
        var peer = _lan.Member(_lan.Listen(session, 1), 2, "suzuki");
        session.Run("$e = [Net.IPEndPoint]::new($args[0].Address, $args[0].Port); $d = Send-IpMsg $e hi; $e.Port = 9", peer.EndPoint);
        Assert.Equal(peer.EndPoint.ToString(), session.One<IpMsgDelivery>("$d").EndPoint);
    }
}
