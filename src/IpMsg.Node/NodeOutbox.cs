using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>Sends messages to members. Thread-safe.</summary>
public sealed class NodeOutbox
{
    private const int Capacity = 16_384;

    private readonly MemberDriver _driver;
    private readonly SubscriptionTable _subscriptionTable;
    private readonly NodeHistory? _history;

    internal NodeOutbox(MemberDriver driver, SubscriptionTable subscriptionTable, NodeHistory? history)
    {
        _history = history;
        _driver = driver;
        _subscriptionTable = subscriptionTable;
    }

    /// <summary>Writes a message for its recipients; <see cref="Send"/> sends it.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public EncodedMessage Compose(OutgoingMessage message, IReadOnlyList<IPEndPoint> recipients)
    {
        using var access = _driver.Enter();
        return access.Machine.Compose(NodeClock.Now, message, recipients);
    }

    /// <summary>Writes a message for every broadcast destination. Broadcasts get no confirmation (R40).</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public EncodedMessage ComposeBroadcast(OutgoingMessage message)
    {
        using var access = _driver.Enter();
        var encoded = access.Machine.ComposeBroadcast(NodeClock.Now, message);
        _history?.Sent.MarkBroadcast(encoded.Deliveries);
        return encoded;
    }

    /// <summary>Sends deliveries. The observer receives all their changes.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Send(IReadOnlyList<Delivery> deliveries, IObserver<DeliveryChanged>? observer)
    {
        _history?.Sent.Add(deliveries);
        using var access = _driver.Enter();
        access.Machine.Dispatch(NodeClock.Now, deliveries, observer);
    }

    /// <summary>
    /// Repeats an unconfirmed delivery with its packet number, and waits that many milliseconds for its confirmation; null for the time of
    /// all transmissions.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void SendAgain(Delivery delivery, int? timeoutMs, IObserver<DeliveryChanged>? observer)
    {
        using var access = _driver.Enter();
        access.Machine.Redispatch(NodeClock.Now, delivery, timeoutMs, observer);
    }

    /// <summary>Returns a packet number for a file request (R78).</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public uint NextPacketNumber()
    {
        using var access = _driver.Enter();
        return access.Machine.DrawNumber(NodeClock.Now);
    }

    /// <summary>Subscribes to the changes of deliveries: end, late confirmation, opened, discarded.</summary>
    public Subscription<DeliveryChanged> Subscribe() => _subscriptionTable.Open(Capacity, _subscriptionTable.Deliveries);
}
