using System;
using System.Collections.Generic;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>Everyone who waits for something from a node. Its own lock, so that reporting needs no gate.</summary>
internal sealed class Watches
{
    private readonly object _lock = new();
    private readonly HashSet<IWatch> _all = [];
    private Exception? _failure;

    /// <summary>Those who want to hear of members.</summary>
    internal Audience<MemberEvent> Members { get; } = new();

    /// <summary>Those who want to hear of messages in the inbox.</summary>
    internal Audience<IncomingMessage> Messages { get; } = new();

    /// <summary>Those who want to hear of all deliveries, whoever asked for them.</summary>
    internal Audience<DeliveryEvent> Deliveries { get; } = new();

    /// <summary>Those who want to hear of offers.</summary>
    internal Audience<OfferEvent> Offers { get; } = new();

    internal bool Any
    {
        get
        {
            lock (_lock)
                return _all.Count > 0;
        }
    }

    /// <summary>A watch that gets only what is addressed to it, by the tag of a request.</summary>
    internal Watch<T> Open<T>(int capacity) => Register(new Watch<T>(capacity, Forget));

    /// <summary>A watch that is told everything that its audience is told.</summary>
    internal Watch<T> Open<T>(int capacity, Audience<T> audience)
    {
        var watch = new Watch<T>(capacity, each =>
        {
            Forget(each);
            audience.Remove(each);
        });
        audience.Add(watch);
        return Register(watch);
    }

    internal void FailAll(Exception reason)
    {
        IWatch[] all;
        lock (_lock)
        {
            _failure ??= reason;
            all = [.. _all];
        }
        foreach (var watch in all)
            watch.Fail(reason);
    }

    private Watch<T> Register<T>(Watch<T> watch)
    {
        lock (_lock)
        {
            _all.Add(watch);
            if (_failure is not null)
                ((IWatch)watch).Fail(_failure);
        }
        return watch;
    }

    private void Forget(IWatch watch)
    {
        lock (_lock)
            _all.Remove(watch);
    }
}
