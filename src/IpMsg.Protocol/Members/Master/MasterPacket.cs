using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The content of a packet between a member master and its users.</summary>
internal abstract record MasterPacket;

/// <summary>IPMSG_DIR_POLL: a user tells its master where it is, and which list it has (R126).</summary>
/// <param name="Networks">The networks of the user.</param>
/// <param name="CanBeAgent">False when the user cannot be an agent.</param>
/// <param name="ListVersion">The version of its list; null when it has none, and from other clients.</param>
internal sealed record Poll(IReadOnlyList<Segment> Networks, bool CanBeAgent, long? ListVersion) : MasterPacket;

/// <summary>IPMSG_DIR_BROADCAST or IPMSG_DIR_POLLAGENT: the master asks a user to be an agent (R127).</summary>
/// <param name="Broadcasts">True for IPMSG_DIR_BROADCAST: ask the segment, and report it.</param>
/// <param name="Seconds">How long to forward the entries of the segment.</param>
/// <param name="Agent">The address of the user, which tells the segment.</param>
internal sealed record AgentOrder(bool Broadcasts, long Seconds, IPAddress Agent) : MasterPacket;

/// <summary>IPMSG_DIR_ANSBROAD or IPMSG_DIR_EVBROAD: an agent reports members of its segment (R127).</summary>
/// <param name="Hosts">The members.</param>
/// <param name="IsEvent">True for IPMSG_DIR_EVBROAD: one member has entered, changed or left.</param>
/// <param name="IsDirect">True when its IPMSG_BR_ENTRY has caused the report.</param>
internal sealed record SegmentReport(IReadOnlyList<HostListEntry> Hosts, bool IsEvent, bool IsDirect) : MasterPacket;

/// <summary>IPMSG_DIR_AGENTREJECT: the sender is no user of this master (R127).</summary>
internal sealed record AgentReject : MasterPacket;

/// <summary>IPMSG_ANSLIST_DICT: a page of the list, or a change of it (R128).</summary>
/// <param name="Hosts">The members; those that are gone are marked.</param>
/// <param name="Start">The index of the first one.</param>
/// <param name="Total">The number of members in all pages.</param>
/// <param name="Version">The version of the list that this page belongs to or leads to; null from other masters.</param>
/// <param name="Base">The version of the list that the change applies to; null for a page, and from other masters.</param>
internal sealed record ListPart(IReadOnlyList<HostListEntry> Hosts, int Start, int Total, long? Version, long? Base) : MasterPacket;

/// <summary>IPMSG_DIR_PACKET: a change of the list for everyone in a segment (R128).</summary>
/// <param name="List">The signed change.</param>
internal sealed record ListChange(SignedPacket List) : MasterPacket;

/// <summary>IPMSG_DIR_REQUEST: the master asks an agent to broadcast a change as IPMSG_DIR_AGENTPACKET (R128).</summary>
/// <param name="Change">The signed IPMSG_DIR_PACKET.</param>
/// <param name="Agent">The address of the agent.</param>
internal sealed record RebroadcastRequest(SignedPacket Change, IPAddress Agent) : MasterPacket;
