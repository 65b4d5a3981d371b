using System;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

public sealed class EndPointViewTests : IDisposable
{
    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void An_address_that_was_shown_can_be_changed_without_harm()
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1);
        var peer = _lan.Member(listener, 2, "suzuki");
        session.Run("$e = (Get-IpMsgMember suzuki).EndPoint; $e.Port = 9; $l = (Get-IpMsgListener).EndPoint; $l.Port = 9");
        Assert.Equal(peer.EndPoint, session.One<IpMsgMember>("Get-IpMsgMember suzuki").EndPoint);
        Assert.Equal(_lan.EndPoint(1), listener.EndPoint);
        session.Run("$e = [Net.IPEndPoint]::new($args[0].Address, $args[0].Port); $d = Send-IpMsg $e hi; $e.Port = 9", peer.EndPoint);
        Assert.Equal(peer.EndPoint, session.One<IpMsgDelivery>("$d").EndPoint);
    }
}
