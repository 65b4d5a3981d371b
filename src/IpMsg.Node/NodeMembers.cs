using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.Node;

/// <summary>Who is on the network, and what others see of us. Safe for any thread; what it returns does not change.</summary>
public sealed class NodeMembers
{
    private const int Capacity = 16_384;

    private readonly MemberDriver _driver;
    private readonly SubscriptionTable _subscriptionTable;

    internal NodeMembers(MemberDriver driver, SubscriptionTable subscriptionTable)
    {
        _driver = driver;
        _subscriptionTable = subscriptionTable;
    }

    /// <summary>How many members are known.</summary>
    public int Count
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.MemberCount;
        }
    }

    /// <summary>True once an entry was broadcast.</summary>
    public bool IsAnnounced
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.IsAnnounced;
        }
    }

    /// <summary>Nickname, group and absence as others see them.</summary>
    public PresenceInfo Presence
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Presence;
        }
    }

    /// <summary>The time since the last entry was broadcast, negative while it is about to be; null before the first.</summary>
    public TimeSpan? SinceEntry
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.EnteredAt is { } entered ? TimeSpan.FromMilliseconds(NodeClock.Now.Milliseconds - entered) : null;
        }
    }

    /// <summary>Everyone known.</summary>
    public IReadOnlyList<Member> GetAll()
    {
        using var access = _driver.EnterAnyState();
        return [.. access.Machine.Members];
    }

    /// <summary>The member that is reached at an endpoint; null when none is known.</summary>
    public Member? Find(IPEndPoint endPoint)
    {
        using var access = _driver.EnterAnyState();
        return access.Machine.MemberAt(endPoint);
    }

    /// <summary>Enters the network: tells everyone (R21).</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Announce()
    {
        using var access = _driver.Enter();
        access.Machine.Announce(NodeClock.Now);
    }

    /// <summary>
    /// Enters the network unless that has been done. Returns the time since the entry, negative while it is about to be sent.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public TimeSpan EnsureAnnounced()
    {
        using var access = _driver.Enter();
        var now = NodeClock.Now;
        if (access.Machine.EnteredAt is null)
            access.Machine.Announce(now);
        return TimeSpan.FromMilliseconds(now.Milliseconds - access.Machine.EnteredAt!.Value);
    }

    /// <summary>Enters the network as far as one endpoint is concerned.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Introduce(IPEndPoint to)
    {
        using var access = _driver.Enter();
        access.Machine.Introduce(NodeClock.Now, to);
    }

    /// <summary>The same for all of these endpoints that no known member has; returns them.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public ISet<IPEndPoint> IntroduceToUnknown(IReadOnlyCollection<IPEndPoint> recipients)
    {
        var unknown = new HashSet<IPEndPoint>(recipients);
        using var access = _driver.Enter();
        foreach (var recipient in recipients)
        {
            if (access.Machine.MemberAt(recipient) is not null)
                unknown.Remove(recipient);
        }
        foreach (var each in unknown)
            access.Machine.Introduce(NodeClock.Now, each);
        return unknown;
    }

    /// <summary>
    /// Asks everyone to show up again. A second call within five seconds joins the first. Returns when the refresh began.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public Moment Refresh()
    {
        using var access = _driver.Enter();
        return access.Machine.Refresh(NodeClock.Now);
    }

    /// <summary>
    /// Changes nickname, group or absence and tells everyone (R28). Null leaves a part as it is; an empty title ends the absence.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void SetPresence(string? nickName, string? groupName, (string Title, string Message)? absence)
    {
        using var access = _driver.Enter();
        access.Machine.SetPresence(NodeClock.Now, nickName, groupName, absence);
    }

    /// <summary>Asks members for version or absence text (R55). Each request's observer is told of its end.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Ask(params InfoRequest[] requests)
    {
        using var access = _driver.Enter();
        foreach (var request in requests)
            access.Machine.Ask(NodeClock.Now, request);
    }

    /// <summary>Waits for an answer no longer; the request has ended then.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Cancel(InfoRequest request)
    {
        using var access = _driver.Enter();
        access.Machine.Cancel(NodeClock.Now, request);
    }

    /// <summary>
    /// Fetches a member's host list, or, without one, that of the member that offers it first (R35 to R37). The observer is told of the
    /// end.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public HostListRequest FetchHostList(IPEndPoint? from, IObserver<HostListRequestEnded>? observer)
    {
        using var access = _driver.Enter();
        return access.Machine.FetchHostList(NodeClock.Now, from, observer);
    }

    /// <summary>Waits for a host list no longer; the fetch has ended then.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Cancel(HostListRequest request)
    {
        using var access = _driver.Enter();
        access.Machine.Cancel(NodeClock.Now, request);
    }

    /// <summary>A subscription to every member seen or gone from now on (<see cref="MemberSeen"/>, <see cref="MemberGone"/>).</summary>
    public Subscription<MemberEvent> Subscribe() => _subscriptionTable.Open(Capacity, _subscriptionTable.Members);
}
