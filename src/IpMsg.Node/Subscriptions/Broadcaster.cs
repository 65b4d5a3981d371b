using System;

namespace IpMsg.Node;

/// <summary>The watches that are told the same. Telling costs nothing while there are none, and waits for nobody.</summary>
internal sealed class Audience<T>
{
    private readonly object _lock = new();
    private volatile Watch<T>[] _watches = [];

    internal bool IsEmpty => _watches.Length == 0;

    internal void Tell(T item)
    {
        foreach (var watch in _watches)
            watch.Post(item);
    }

    internal void Add(Watch<T> watch)
    {
        lock (_lock)
            _watches = [.. _watches, watch];
    }

    internal void Remove(Watch<T> watch)
    {
        lock (_lock)
            _watches = Array.FindAll(_watches, each => each != watch);
    }
}
