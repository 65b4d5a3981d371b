using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A segment of a master: its users, and the agents among them (R127).</summary>
internal sealed class MasterSegment(Segment segment, bool isOwn)
{
    /// <summary>The maximum number of agents.</summary>
    internal const int MaxAgents = 3;

    // Agents that are picked among some hundreds are as good as those among all.
    private const int MaxUsers = 256;

    private readonly Dictionary<IPEndPoint, SegmentUser> _users = [];
    private readonly List<SegmentUser> _agents = [];

    /// <summary>Network and prefix.</summary>
    internal Segment Segment => segment;

    /// <summary>True for a network of this machine, which needs no agent.</summary>
    internal bool IsOwn => isOwn;

    /// <summary>The agents; the first one asks the segment.</summary>
    internal IReadOnlyList<SegmentUser> Agents => _agents;

    /// <summary>The number of users.</summary>
    internal int UserCount => _users.Count;

    /// <summary>True when no user has polled for a long time.</summary>
    internal bool IsEmpty => _users.Count == 0;

    /// <summary>When the segment was asked last; null before the first time.</summary>
    internal long? AskedAt { get; set; }

    /// <summary>When an agent has reported the segment.</summary>
    internal long? ReportedAt { get; set; }

    /// <summary>A user of the segment has polled. True when it is new there.</summary>
    internal bool OnPoll(IPEndPoint user, NameKey names, bool canBeAgent, long now)
    {
        bool isNew = !_users.TryGetValue(user, out var known);
        if (isNew)
        {
            if (_users.Count >= MaxUsers)
                return true;
            _users[user] = known = new SegmentUser(user);
        }
        known!.Names = names;
        known.CanBeAgent = canBeAgent;
        known.PolledAt = now;
        if (!canBeAgent)
            _agents.Remove(known);
        return isNew;
    }

    /// <summary>The users at an address belong to another segment.</summary>
    internal void Leave(IPAddress address)
    {
        foreach (var user in _users.Values.Where(each => each.EndPoint.Address.Equals(address)).ToArray())
        {
            _users.Remove(user.EndPoint);
            _agents.Remove(user);
        }
    }

    /// <summary>The agent with that endpoint; null for other members.</summary>
    internal SegmentUser? AgentAt(IPEndPoint endPoint) => _agents.Find(each => each.EndPoint.Equals(endPoint));

    /// <summary>A user is no agent any more: it has not taken an order, has not reported, or has left.</summary>
    internal void Dismiss(IPEndPoint endPoint, long now, bool hasLeft)
    {
        if (!_users.TryGetValue(endPoint, out var user))
            return;
        _agents.Remove(user);
        user.FailedAt = now;
        user.OrderedAt = null;
        if (hasLeft)
            _users.Remove(endPoint);
    }

    /// <summary>A user says that it is no agent of this master. It is not asked again for a cycle.</summary>
    internal void OnRejected(IPEndPoint endPoint, long now)
    {
        Dismiss(endPoint, now, hasLeft: false);
        if (_users.TryGetValue(endPoint, out var user))
            user.RejectedAt = now;
    }

    /// <summary>Forgets silent users and fills up the agents: those that have not failed first, of these the latest.</summary>
    internal void ChooseAgents(long now, MasterTimes times)
    {
        var silent = new List<SegmentUser>();
        SegmentUser? best = null;
        foreach (var user in _users.Values)
        {
            if (now - user.PolledAt > times.SilentMs)
                silent.Add(user);
            else if (user.CanBeAgent && !(now - user.RejectedAt < times.CycleMs) && !_agents.Contains(user)
                && (best is null || user.IsBetterThan(best)))
                best = user;
        }
        foreach (var user in silent)
        {
            _users.Remove(user.EndPoint);
            _agents.Remove(user);
        }
        if (best is null || isOwn || _agents.Count >= MaxAgents)
            return;
        _agents.Add(best);
        ChooseAgents(now, times);
    }
}
