using System;

namespace IpMsg.PowerShell;

/// <summary>A member has joined, changed or left.</summary>
public sealed class IpMsgMemberEventArgs : EventArgs
{
    internal IpMsgMemberEventArgs(IpMsgMember member, IpMsgMemberChange change)
    {
        Member = member;
        Change = change;
    }

    /// <summary>The member; when it has left, as it was last.</summary>
    public IpMsgMember Member { get; }

    /// <summary>What happened.</summary>
    public IpMsgMemberChange Change { get; }

    /// <summary>Member and change.</summary>
    public override string ToString() => Member + ": " + Change;
}
