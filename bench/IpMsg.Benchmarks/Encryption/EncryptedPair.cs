using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Benchmarks.Encryption;

/// <summary>Two members that know each other's keys: one sends and offers, the other receives and downloads.</summary>
internal sealed class EncryptedPair : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private readonly MemberNode _sender, _recipient;

    internal EncryptedPair(string scratch)
    {
        (_sender, _recipient) = (Start(scratch, "sender", "127.0.0.2"), Start(scratch, "recipient", "127.0.0.3"));
        _sender.Members.Introduce(_recipient.LocalEndPoint);
        Await(() => _sender.Members.Find(_recipient.LocalEndPoint) is not null);
        // The first message exchanges the keys.
        Send(1);
        Await(() => KeyOfSender() is not null);
    }

    /// <summary>
    /// Sends messages one after the other, each after the confirmation of the previous one, and receives them. An invalid signature is a
    /// failure.
    /// </summary>
    internal void Send(int count)
    {
        using var subscription = _sender.Subscribe<DeliveryChanged>(count);
        var message = new OutgoingMessage(CipherSample.Text);
        for (int i = 0; i < count; i++)
            _sender.Outbox.Send(_sender.Outbox.Compose(message, [_recipient.LocalEndPoint]).Deliveries, subscription);
        for (int i = 0; i < count; i++)
        {
            if (!subscription.TryTake(out var ended, s_timeout, CancellationToken.None)
                || ended.Delivery is not { Status: DeliveryStatus.Confirmed, Suite: not null })
                throw new InvalidOperationException("A message was not confirmed, or not encrypted.");
        }
        for (int i = 0; i < count; i++)
        {
            var taken = _recipient.Inbox.Receive() ?? throw new InvalidOperationException("A message is missing.");
            var key = KeyOfSender();
            if (key is not null && taken.Envelope?.Check(key.Key) != SignatureStatus.Valid)
                throw new InvalidOperationException("A signature is not valid.");
            _recipient.Inbox.MarkDelivered(taken);
        }
    }

    /// <summary>
    /// Offers a file and returns the request for its encrypted download. Without its protection, the request is in plaintext.
    /// </summary>
    internal DownloadRequest Offer(string path)
    {
        // In plaintext: members that can sign do not serve an encrypted offer in plaintext.
        var message = new OutgoingMessage("") { Files = [OfferFactory.Describe(path)], Encryption = EncryptionPolicy.Off };
        var deliveries = _sender.Outbox.Compose(message, [_recipient.LocalEndPoint]).Deliveries;
        _sender.Outbox.Send(deliveries, null);
        var delivery = deliveries[0];
        Await(() => delivery.Status == DeliveryStatus.Confirmed);
        var (own, key) = (_recipient.Settings.Keys!, KeyOfSender()!);
        var suite = SuiteSelection.Choose(own.Capabilities, new PublicKeyAnswer(key.Capabilities, key.Key), allowsWeak: false).Suite;
        return new DownloadRequest(_sender.LocalEndPoint, delivery.Number, _recipient.Inbox.GetWaiting()[^1].Attachments.Single())
        {
            UserName = _recipient.Settings.UserName,
            HostName = _recipient.Settings.HostName,
            LocalAddress = _recipient.LocalEndPoint.Address,
            NextNumber = () => _recipient.Outbox.NextPacketNumber(),
            Protection = new DownloadProtection(own, key.Key, suite),
        };
    }

    public void Dispose()
    {
        _sender.Stop();
        _recipient.Stop();
    }

    private KnownKey? KeyOfSender()
    {
        var member = _recipient.Members.Find(_sender.LocalEndPoint);
        return member is null ? null : _recipient.Keys.Find(member.UserName, member.HostName);
    }

    private static MemberNode Start(string scratch, string name, string address) => MemberNode.Start(new NodeOptions
    {
        Address = IPAddress.Parse(address),
        Port = 0,
        UserName = name,
        HostName = name + "-pc",
        KeyPath = Path.Combine(scratch, "keys of " + name),
        IsSilent = true,
    });

    private static void Await(Func<bool> condition)
    {
        if (!SpinWait.SpinUntil(condition, s_timeout))
            throw new InvalidOperationException("The two do not come together.");
    }
}
