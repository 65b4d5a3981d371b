using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The segments of a master, and the orders to their agents (R127).</summary>
internal sealed class AgentRounds(MemberContext context, MasterTimes times, IMasterWire wire)
{
    /// <summary>The maximum number of segments.</summary>
    internal const int MaxSegments = 1_024;

    /// <summary>The maximum number of segments in one network of <see cref="BlockPrefix"/> bits.</summary>
    internal const int MaxInBlock = 256;

    // A machine with many addresses has them in one network, and can name a segment for each.
    private const int BlockPrefix = 16;

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
            if (!_segments.TryGetValue(network, out var segment) && MakeRoom(network))
                _segments[network] = segment = new MasterSegment(network, IsOwn(network));
            return segment;
        }
        return null;
    }

    /// <summary>A user has polled in a segment. It was in no other one then: an address belongs to one segment.</summary>
    internal void OnPoll(MasterSegment segment, IPEndPoint user, NameKey names, bool canBeAgent)
    {
        if (!segment.OnPoll(user, names, canBeAgent, context.Now.Milliseconds))
            return;
        foreach (var other in _segments.Values)
        {
            if (other != segment)
                other.Leave(user.Address);
        }
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

    /// <summary>An agent says that it is none. Another user takes over at the next tick, also the part of the first agent.</summary>
    internal void OnRejected(MasterSegment segment, IPEndPoint endPoint)
    {
        if (segment.Agents.Count > 0 && segment.Agents[0].EndPoint.Equals(endPoint) && segment.AskedAt > (segment.ReportedAt ?? -1))
            segment.AskedAt = null;
        segment.OnRejected(endPoint, context.Now.Milliseconds);
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

    // Networks do not overlap, so a segment in another one may be invented: of these the one with the fewest users gives way.
    private bool MakeRoom(Segment network)
    {
        var block = Segment.Of(network.Network, BlockPrefix);
        bool isBlockFull = _segments.Keys.Count(each => Segment.Of(each.Network, BlockPrefix).Equals(block)) >= MaxInBlock;
        if (!isBlockFull && _segments.Count < MaxSegments)
            return true;
        MasterSegment? least = null;
        foreach (var each in _segments.Values)
        {
            if ((!isBlockFull || Segment.Of(each.Segment.Network, BlockPrefix).Equals(block)) && IsInAnother(each.Segment, network)
                && (least is null || each.UserCount < least.UserCount))
                least = each;
        }
        return least is not null && _segments.Remove(least.Segment);
    }

    private bool IsInAnother(Segment segment, Segment newcomer)
    {
        if (segment.Prefix > newcomer.Prefix && newcomer.Contains(segment.Network))
            return true;
        for (int prefix = segment.Prefix - 1; prefix >= Segment.MinPrefix; prefix--)
        {
            if (Segment.Of(segment.Network, prefix) is { } wider && _segments.ContainsKey(wider))
                return true;
        }
        return false;
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
