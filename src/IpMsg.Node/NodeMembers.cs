using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.Node;

/// <summary>The members of the network, and the presence of this one. Thread-safe; returned lists are copies.</summary>
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

    /// <summary>The number of known members.</summary>
    public int Count
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.MemberCount;
        }
    }

    /// <summary>True after the node has broadcast its entry.</summary>
    public bool IsAnnounced
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.IsAnnounced;
        }
    }

    /// <summary>Nickname, group and absence of this member.</summary>
    public PresenceInfo Presence
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.Presence;
        }
    }

    /// <summary>The time since the last broadcast of an entry, negative before a scheduled one; null before the first.</summary>
    public TimeSpan? SinceEntry
    {
        get
        {
            using var access = _driver.EnterAnyState();
            return access.Machine.EnteredAt is { } entered ? TimeSpan.FromMilliseconds(NodeClock.Now.Milliseconds - entered) : null;
        }
    }

    /// <summary>All known members.</summary>
    public IReadOnlyList<Member> GetAll()
    {
        using var access = _driver.EnterAnyState();
        // Copies a list in one step: with a full roster the gate is held for less than a tenth of a millisecond.
        return access.Machine.Members.ToArray();
    }

    /// <summary>The member at an endpoint; null when it is unknown.</summary>
    public Member? Find(IPEndPoint endPoint)
    {
        using var access = _driver.EnterAnyState();
        return access.Machine.MemberAt(endPoint);
    }

    /// <summary>Enters the network: broadcasts BR_ENTRY (R21).</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Announce()
    {
        using var access = _driver.Enter();
        access.Machine.Announce(NodeClock.Now);
    }

    /// <summary>
    /// Enters the network unless the node has entered it. Returns the time since the entry, negative before a scheduled one.
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

    /// <summary>Sends an entry to one endpoint.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Introduce(IPEndPoint to)
    {
        using var access = _driver.Enter();
        access.Machine.Introduce(NodeClock.Now, to);
    }

    /// <summary>Sends an entry to each of the endpoints without a known member, and returns these endpoints.</summary>
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
    /// Asks all members for a new entry. A second call within five seconds joins the first. Returns the start of the refresh.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public Moment Refresh()
    {
        using var access = _driver.Enter();
        return access.Machine.Refresh(NodeClock.Now);
    }

    /// <summary>Asks those of these members that only a host list names for an answer (R132).</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    internal void AskListed(IEnumerable<Member> members)
    {
        using var access = _driver.Enter();
        access.Machine.AskListed(NodeClock.Now, members.Select(static each => each.EndPoint));
    }

    /// <summary>
    /// Changes nickname, group or absence and broadcasts the change (R28). Null keeps a value; an empty title ends the absence.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void SetPresence(string? nickName, string? groupName, (string Title, string Message)? absence)
    {
        using var access = _driver.Enter();
        access.Machine.SetPresence(NodeClock.Now, nickName, groupName, absence);
    }

    /// <summary>Requests the version or absence text of members (R55). The observer of a request receives its end.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Ask(params InfoRequest[] requests)
    {
        using var access = _driver.Enter();
        foreach (var request in requests)
            access.Machine.Ask(NodeClock.Now, request);
    }

    /// <summary>Cancels a request, which ends it.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Cancel(InfoRequest request)
    {
        using var access = _driver.Enter();
        access.Machine.Cancel(NodeClock.Now, request);
    }

    /// <summary>
    /// Fetches the host list of a member, or without an endpoint that of the first member that offers one (R35 to R37). The observer
    /// receives the end.
    /// </summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public HostListRequest FetchHostList(IPEndPoint? from, IObserver<HostListRequestEnded>? observer)
    {
        using var access = _driver.Enter();
        return access.Machine.FetchHostList(NodeClock.Now, from, observer);
    }

    /// <summary>Cancels a request for a host list, which ends it.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Cancel(HostListRequest request)
    {
        using var access = _driver.Enter();
        access.Machine.Cancel(NodeClock.Now, request);
    }

    /// <summary>Opens a subscription to changes of the members (<see cref="MemberSeen"/>, <see cref="MemberGone"/>).</summary>
    public Subscription<MemberEvent> Subscribe() => _subscriptionTable.Open(Capacity, _subscriptionTable.Members);
}
