using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Learns of the entries that a member receives: a master, or the agent of one.</summary>
internal interface IEntryObserver
{
    /// <summary>The line in the entries of this member; null for none.</summary>
    byte[]? EntryLine { get; }

    /// <summary>A member has sent IPMSG_BR_ENTRY, IPMSG_ANSENTRY or IPMSG_BR_ABSENCE.</summary>
    /// <param name="member">The member as it is known now.</param>
    /// <param name="packet">The packet.</param>
    void OnEntry(Member member, in Packet packet);

    /// <summary>A member has sent IPMSG_BR_EXIT.</summary>
    void OnExit(Member member);
}
