namespace IpMsg.PowerShell;

/// <summary>The kinds of changes of a member.</summary>
public enum IpMsgMemberChange
{
    /// <summary>It was not known before.</summary>
    Joined,
    /// <summary>It has another name, group, address, version or absence.</summary>
    Changed,
    /// <summary>It has left (BR_EXIT), or does not answer any more.</summary>
    Left,
}
