using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>A broadcast without a network: the system refuses the datagram.</summary>
public sealed class RefusedBroadcastTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTransport _transport = new();
    private readonly MemberNode _node;

    public RefusedBroadcastTests() => _node = Nodes.Start(_folder, _transport, each => each with
    {
        BroadcastTargets = [new IPEndPoint(IPAddress.Parse("10.0.0.255"), 2425), new IPEndPoint(IPAddress.Parse("10.1.0.255"), 2425)],
    });

    public void Dispose()
    {
        _node.Stop();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(SocketError.NetworkUnreachable, DeliveryStatus.Refused)]
    [InlineData(SocketError.AccessDenied, DeliveryStatus.Refused)]
    [InlineData(SocketError.NoBufferSpaceAvailable, DeliveryStatus.Sent)]
    [InlineData(SocketError.Success, DeliveryStatus.Sent)]
    public void Only_the_destination_that_the_system_refuses_is_refused(SocketError result, DeliveryStatus expected)
    {
        _transport.Result = to => to.Address.GetAddressBytes()[1] == 1 ? result : SocketError.Success;
        using var changes = _node.Subscribe<DeliveryChanged>();
        var encoded = _node.Outbox.ComposeBroadcast(new OutgoingMessage("hello"));
        _node.Outbox.Send(encoded.Deliveries, changes);
        for (int ended = 0; ended < (expected == DeliveryStatus.Refused ? 3 : 2); ended++)
            Assert.True(changes.TryTake(out _, TimeSpan.FromSeconds(30), CancellationToken.None));
        foreach (var delivery in encoded.Deliveries)
        {
            bool isRefusing = delivery.To.Address.GetAddressBytes()[1] == 1;
            Assert.Equal(isRefusing ? expected : DeliveryStatus.Sent, delivery.Status);
            Assert.Equal(isRefusing && expected == DeliveryStatus.Refused, delivery.Reason is not null);
        }
    }
}
