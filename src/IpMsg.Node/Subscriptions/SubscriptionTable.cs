using System;
using System.Collections.Generic;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Subscriptions;

/// <summary>Everyone who waits for something from a node. Its own lock, so that reporting needs no gate.</summary>
internal sealed class SubscriptionTable
{
    private readonly object _lock = new();
    private readonly HashSet<ISubscription> _all = [];
    private Exception? _failure;

    /// <summary>Those who want to hear of members.</summary>
    internal Broadcaster<MemberEvent> Members { get; } = new();

    /// <summary>Those who want to hear of messages in the inbox.</summary>
    internal Broadcaster<MessageArrived> Messages { get; } = new();

    /// <summary>Subscriptions to all deliveries of the node.</summary>
    internal Broadcaster<DeliveryChanged> Deliveries { get; } = new();

    /// <summary>Those who want to hear of offers.</summary>
    internal Broadcaster<OfferChanged> Offers { get; } = new();

    internal bool IsAny
    {
        get
        {
            lock (_lock)
                return _all.Count > 0;
        }
    }

    /// <summary>A watch that gets only what is addressed to it, as the observer of a request.</summary>
    internal Subscription<T> Open<T>(int capacity) => Register(new Subscription<T>(capacity, Forget));

    /// <summary>A watch that is told everything that its audience is told.</summary>
    internal Subscription<T> Open<T>(int capacity, Broadcaster<T> broadcaster)
    {
        var subscription = new Subscription<T>(capacity, each =>
        {
            Forget(each);
            broadcaster.Remove(each);
        });
        broadcaster.Add(subscription);
        return Register(subscription);
    }

    internal void FailAll(Exception reason)
    {
        ISubscription[] all;
        lock (_lock)
        {
            _failure ??= reason;
            all = [.. _all];
        }
        foreach (var subscription in all)
            subscription.Fail(reason);
    }

    private Subscription<T> Register<T>(Subscription<T> subscription)
    {
        lock (_lock)
        {
            _all.Add(subscription);
            if (_failure is not null)
                ((ISubscription)subscription).Fail(_failure);
        }
        return subscription;
    }

    private void Forget(ISubscription subscription)
    {
        lock (_lock)
            _all.Remove(subscription);
    }
}
