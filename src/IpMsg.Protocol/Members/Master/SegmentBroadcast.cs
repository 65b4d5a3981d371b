using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// Broadcasts a signed packet of a master: in the segments of the master itself, and in others through their first agent (R128).
/// </summary>
internal sealed class SegmentBroadcast(MemberContext context, AgentRounds rounds, IMasterWire wire)
{
    /// <summary>The segment of an address; that of no address when no user is known there.</summary>
    internal Segment SegmentOf(IPAddress address) => rounds.SegmentAt(address)?.Segment ?? default;

    /// <summary>True when a broadcast reaches the segment: its agent has followed an order, or it is the master's own.</summary>
    internal bool CanReach(Segment segment)
    {
        if (rounds.At(segment) is not { } known)
            return false;
        return known.IsOwn ? OwnTarget(segment) is not null : known is { ReportedAt: not null, Agents.Count: > 0 };
    }

    /// <summary>Sends a packet to everyone.</summary>
    internal void Send(SignedPacket packet)
    {
        foreach (var to in context.Targets)
            wire.Send(packet, to);
        foreach (var segment in rounds.All)
            SendToAgent(packet, segment);
    }

    /// <summary>Sends a packet to everyone in a segment.</summary>
    internal void Send(SignedPacket packet, Segment segment)
    {
        if (rounds.At(segment) is not { } known)
            return;
        if (!known.IsOwn)
            SendToAgent(packet, known);
        else if (OwnTarget(segment) is { } to)
            wire.Send(packet, to);
    }

    private void SendToAgent(SignedPacket packet, MasterSegment segment)
    {
        if (!segment.IsOwn && segment.Agents.Count > 0)
            wire.Send(new RebroadcastRequest(packet, segment.Agents[0].EndPoint.Address), segment.Agents[0].EndPoint);
    }

    private IPEndPoint? OwnTarget(Segment segment)
    {
        foreach (var to in context.Targets)
        {
            if (segment.Contains(to.Address) && context.Broadcasts.Contains(to.Address))
                return to;
        }
        return null;
    }
}
