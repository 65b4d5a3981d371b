namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// What is known of a member, from what anybody can forge to what nobody else can. The lowest ones leave a full roster first (R26).
/// </summary>
internal enum RosterTier
{
    /// <summary>Only a host list names it.</summary>
    Listed,
    /// <summary>An entry came in its name.</summary>
    Announced,
    /// <summary>It has answered an entry of this member from its address.</summary>
    AnsweredEntry,
    /// <summary>It has confirmed a message, or given its key when it was asked, from its address.</summary>
    Answered,
    /// <summary>Its pinned key is established (R72).</summary>
    Pinned,
}
