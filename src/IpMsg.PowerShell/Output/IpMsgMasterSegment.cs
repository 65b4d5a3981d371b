using System;
using System.Linq;
using IpMsg.Node.Master;

namespace IpMsg.PowerShell;

/// <summary>A segment of a member master, with the agents that report its members.</summary>
public sealed class IpMsgMasterSegment
{
    private readonly MasterSegmentReport _report;

    internal IpMsgMasterSegment(MasterSegmentReport report) => _report = report;

    /// <summary>The network, such as 10.1.2.0/24.</summary>
    public string Segment => _report.Segment;

    /// <summary>True for a network of the master itself, which has no agents.</summary>
    public bool IsOwn => _report.IsOwn;

    /// <summary>How many of its members are in the list.</summary>
    public int MemberCount => _report.Members;

    /// <summary>The agents, the first one of which asks the segment.</summary>
    public string[] Agents => [.. _report.Agents.Select(static each => each.ToString())];

    /// <summary>When an agent has reported the segment last; null before the first report.</summary>
    public DateTimeOffset? ReportedAt => _report.ReportedAt;

    /// <summary>Network, members and agents.</summary>
    public override string ToString() => Segment + " " + MemberCount + (IsOwn ? " (own)" : " (" + string.Join(", ", Agents) + ")");
}
