using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The segments of a master, and the orders to their agents (R127).</summary>
internal sealed class AgentRounds(MemberContext context, MasterTimes times, IMasterWire wire)
{
    /// <summary>The maximum number of segments.</summary>
    internal const int MaxSegments = 1_024;

    // An agent needs up to 6 s for its report, and 3 s to refuse the connection.
    private const int ReportMs = 10_000;

    private readonly Dictionary<Segment, MasterSegment> _segments = [];

    /// <summary>All segments.</summary>
    internal IReadOnlyCollection<MasterSegment> All => _segments.Values;

    /// <summary>The segment of a user by the networks that it names: the first with its address. Null without one.</summary>
    internal MasterSegment? SegmentOf(IReadOnlyList<Segment> networks, IPAddress user)
    {
        foreach (var network in networks)
        {
            if (!network.Contains(user))
                continue;
            if (!_segments.TryGetValue(network, out var segment) && _segments.Count < MaxSegments)
                _segments[network] = segment = new MasterSegment(network, IsOwn(network));
            return segment;
        }
        return null;
    }

    /// <summary>The narrowest segment with an address; null without one.</summary>
    internal MasterSegment? SegmentAt(IPAddress address)
    {
        // A report names up to a thousand addresses, and there may be as many segments.
        for (int prefix = Segment.MaxPrefix; prefix >= Segment.MinPrefix; prefix--)
        {
            if (Segment.Of(address, prefix) is { } wanted && _segments.TryGetValue(wanted, out var found))
                return found;
        }
        return null;
    }

    /// <summary>A segment; null when it is not known.</summary>
    internal MasterSegment? At(Segment segment) => _segments.TryGetValue(segment, out var known) ? known : null;

    /// <summary>The segment in which that endpoint and these names are an agent; null for other members.</summary>
    internal MasterSegment? AgentSegment(IPEndPoint endPoint, NameKey names)
    {
        foreach (var segment in _segments.Values)
        {
            if (segment.AgentAt(endPoint) is { } agent && agent.Names.Equals(names))
                return segment;
        }
        return null;
    }

    /// <summary>Removes an agent, so that another user of its segment takes over.</summary>
    internal void Dismiss(IPEndPoint endPoint, bool hasLeft = false)
    {
        foreach (var segment in _segments.Values)
            segment.Dismiss(endPoint, context.Now.Milliseconds, hasLeft);
    }

    /// <summary>Chooses agents, and sends the orders that are due.</summary>
    internal void OnTick()
    {
        long now = context.Now.Milliseconds;
        var empty = new List<Segment>();
        foreach (var segment in _segments.Values)
        {
            segment.ChooseAgents(now, times);
            if (segment.IsEmpty)
                empty.Add(segment.Segment);
            else if (!segment.IsOwn)
                Order(segment, now);
        }
        foreach (var each in empty)
            _segments.Remove(each);
    }

    private void Order(MasterSegment segment, long now)
    {
        bool isSilent = segment.AskedAt > (segment.ReportedAt ?? -1) && now - segment.AskedAt >= ReportMs;
        if (isSilent && segment.Agents.Count > 0)
        {
            // It took the order, and did nothing.
            segment.Dismiss(segment.Agents[0].EndPoint, now, hasLeft: false);
            segment.AskedAt = null;
            segment.ChooseAgents(now, times);
        }
        bool isDue = segment.AskedAt is not { } asked || now - asked >= times.CycleMs;
        foreach (var agent in new List<SegmentUser>(segment.Agents))
        {
            if (agent.IsOrdered)
                continue;
            if (isDue)
            {
                isDue = false;
                segment.AskedAt = now;
                Order(segment, agent, broadcasts: true);
            }
            else if (agent.OrderedAt is not { } ordered || now - ordered >= times.CycleMs)
                Order(segment, agent, broadcasts: false);
        }
    }

    private void Order(MasterSegment segment, SegmentUser agent, bool broadcasts)
    {
        agent.IsOrdered = true;
        agent.OrderedAt = context.Now.Milliseconds;
        var order = new AgentOrder(broadcasts, times.AgentMs / 1_000, agent.EndPoint.Address);
        wire.SendOverTcp(order, agent.EndPoint, isTaken =>
        {
            agent.IsOrdered = false;
            if (isTaken)
                return;
            segment.Dismiss(agent.EndPoint, context.Now.Milliseconds, hasLeft: false);
            if (broadcasts)
                segment.AskedAt = null;
        });
    }

    private bool IsOwn(Segment segment)
    {
        foreach (var network in context.Networks)
        {
            if (segment.Contains(network.Address))
                return true;
        }
        return false;
    }
}
