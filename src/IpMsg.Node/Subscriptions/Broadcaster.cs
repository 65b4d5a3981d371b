using System;

namespace IpMsg.Node.Subscriptions;

/// <summary>Publishes items to a set of subscriptions. Publishing does not block, and costs nothing without subscriptions.</summary>
internal sealed class Broadcaster<T>
{
    private readonly object _lock = new();
    private volatile Subscription<T>[] _subscriptions = [];

    internal bool IsEmpty => _subscriptions.Length == 0;

    internal void Publish(T item)
    {
        foreach (var subscription in _subscriptions)
            subscription.Post(item);
    }

    internal void Add(Subscription<T> subscription)
    {
        lock (_lock)
            _subscriptions = [.. _subscriptions, subscription];
    }

    internal void Remove(Subscription<T> subscription)
    {
        lock (_lock)
            _subscriptions = Array.FindAll(_subscriptions, each => each != subscription);
    }
}
