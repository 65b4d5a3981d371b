using System.Net;

namespace IpMsg.Protocol.Wire;

/// <summary>One member in a host list.</summary>
/// <param name="User">The user name.</param>
/// <param name="Host">The host name.</param>
/// <param name="Status">The flags of the member.</param>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Nick">The nickname with the decoration of an absence; empty when there is none.</param>
/// <param name="Group">The group; empty when there is none.</param>
public readonly record struct HostListEntry(string User, string Host, EntryFlags Status, IPEndPoint EndPoint, string Nick, string Group)
{
    /// <summary>True when the list removes the member (R35).</summary>
    public bool IsGone { get; init; }

    /// <summary>The client's version; null when it is unknown, as in every IPMSG_ANSLIST.</summary>
    public string? Version { get; init; }
}
