using System;
using System.Diagnostics;
using System.Net;
using System.Threading;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Benchmarks.Sending;

/// <summary>A member that sends one message to many recipients and waits for every confirmation, as Send-IpMsg does.</summary>
internal sealed class NodeSender : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly ScratchFolder _folder = new();
    private readonly MemberNode _node;

    internal NodeSender() => _node = MemberNode.Start(new NodeOptions
    {
        Address = IPAddress.Loopback,
        Port = 0,
        KeyPath = _folder.Path,
        IsSilent = true,
        Encryption = EncryptionPolicy.Off,
    });

    /// <summary>The number of retransmissions so far.</summary>
    internal long Repetitions { get; private set; }

    internal double Send(IPEndPoint[] recipients)
    {
        var clock = Stopwatch.StartNew();
        using var subscription = _node.Subscribe<DeliveryChanged>(recipients.Length);
        var encodedMessage = _node.Outbox.Compose(new OutgoingMessage("会議は14時からです。資料は共有フォルダーにあります。"), recipients);
        _node.Outbox.Send(encodedMessage.Deliveries, subscription);
        for (int count = 0; count < recipients.Length; count++)
        {
            if (!subscription.TryTake(out var ended, s_timeout, CancellationToken.None)
                || ended.Delivery.Status != DeliveryStatus.Confirmed)
                throw new InvalidOperationException("A message was not confirmed.");
            Repetitions += ended.Delivery.Attempts - 1;
        }
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }
}
