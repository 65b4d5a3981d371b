using System;
using System.Collections.Generic;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>Everyone who waits for something from a node. Its own lock, so that reporting needs no gate.</summary>
internal sealed class Watches
{
    private readonly object _lock = new();
    private readonly HashSet<IWatch> _all = [];
    private Watch<MemberEvent>[] _members = [];
    private Watch<IncomingMessage>[] _messages = [];
    private Watch<Offer>[] _offers = [];
    private Exception? _failure;

    internal bool Any
    {
        get
        {
            lock (_lock)
                return _all.Count > 0;
        }
    }

    /// <summary>A watch that gets only what is addressed to it, by the tag of a request.</summary>
    internal Watch<T> Open<T>(int capacity) => Register(new Watch<T>(capacity, Forget), null);

    internal Watch<MemberEvent> OpenForMembers(int capacity)
    {
        var watch = new Watch<MemberEvent>(capacity, each =>
        {
            Forget(each);
            lock (_lock)
                _members = Without(_members, each);
        });
        return Register(watch, () => _members = [.. _members, watch]);
    }

    internal Watch<IncomingMessage> OpenForMessages()
    {
        // A wake-up is all that is needed: the messages themselves wait in the inbox.
        var watch = new Watch<IncomingMessage>(1, each =>
        {
            Forget(each);
            lock (_lock)
                _messages = Without(_messages, each);
        });
        return Register(watch, () => _messages = [.. _messages, watch]);
    }

    internal Watch<Offer> OpenForOffers(int capacity)
    {
        var watch = new Watch<Offer>(capacity, each =>
        {
            Forget(each);
            lock (_lock)
                _offers = Without(_offers, each);
        });
        return Register(watch, () => _offers = [.. _offers, watch]);
    }

    internal void OfferChanged(Offer offer)
    {
        foreach (var watch in _offers)
            watch.Post(offer);
    }

    internal void MemberSeen(Member member, bool isGone)
    {
        foreach (var watch in _members)
            watch.Post(new MemberEvent(member, isGone));
    }

    internal void MessageArrived(IncomingMessage message)
    {
        foreach (var watch in _messages)
            watch.Post(message);
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

    private Watch<T> Register<T>(Watch<T> watch, Action? also)
    {
        lock (_lock)
        {
            _all.Add(watch);
            also?.Invoke();
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

    private static Watch<T>[] Without<T>(Watch<T>[] watches, Watch<T> gone) => Array.FindAll(watches, each => each != gone);
}

/// <summary>A member was heard of, or is gone.</summary>
/// <param name="Member">The member; null when a request that had the watch as its tag was answered.</param>
/// <param name="IsGone">True when it left or was given up.</param>
public readonly record struct MemberEvent(Member? Member, bool IsGone);
