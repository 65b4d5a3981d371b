using System;
using System.Collections.Generic;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Subscriptions;

/// <summary>The subscriptions of a node. It has its own lock, because reporting does not hold the gate.</summary>
internal sealed class SubscriptionTable
{
    private readonly object _lock = new();
    private readonly HashSet<ISubscription> _all = [];
    private Exception? _failure;

    /// <summary>Subscriptions to changes of the members.</summary>
    internal Broadcaster<MemberEvent> Members { get; } = new();

    /// <summary>Subscriptions to messages in the inbox.</summary>
    internal Broadcaster<MessageArrived> Messages { get; } = new();

    /// <summary>Subscriptions to all deliveries of the node.</summary>
    internal Broadcaster<DeliveryChanged> Deliveries { get; } = new();

    /// <summary>Subscriptions to changes of offers.</summary>
    internal Broadcaster<OfferChanged> Offers { get; } = new();

    internal bool IsAny
    {
        get
        {
            lock (_lock)
                return _all.Count > 0;
        }
    }

    /// <summary>Opens a subscription that is the observer of requests or deliveries and receives only their reports.</summary>
    internal Subscription<T> Open<T>(int capacity) => Register(new Subscription<T>(capacity, Forget));

    /// <summary>Opens a subscription that receives everything that the broadcaster publishes.</summary>
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

    internal void FailAll(Exception exception)
    {
        ISubscription[] all;
        lock (_lock)
        {
            _failure ??= exception;
            all = [.. _all];
        }
        foreach (var subscription in all)
            subscription.Fail(exception);
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
