using System;

namespace IpMsg.Node.Subscriptions;

/// <summary>The watches that are told the same. Telling costs nothing while there are none, and waits for nobody.</summary>
internal sealed class Broadcaster<T>
{
    private readonly object _lock = new();
    private volatile Subscription<T>[] _watches = [];

    internal bool IsEmpty => _watches.Length == 0;

    internal void Tell(T item)
    {
        foreach (var subscription in _watches)
            subscription.Post(item);
    }

    internal void Add(Subscription<T> subscription)
    {
        lock (_lock)
            _watches = [.. _watches, subscription];
    }

    internal void Remove(Subscription<T> subscription)
    {
        lock (_lock)
            _watches = Array.FindAll(_watches, each => each != subscription);
    }
}
