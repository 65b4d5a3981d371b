using System.Net;

namespace IpMsg.Protocol.Wire;

/// <summary>One member in a host list.</summary>
/// <param name="User">User name.</param>
/// <param name="Host">Host name.</param>
/// <param name="Status">The member's flags.</param>
/// <param name="IsGone">True when the list says that the member is to be removed (R35).</param>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Nick">Nickname as it travels; empty when there is none.</param>
/// <param name="Group">Group; empty when there is none.</param>
public readonly record struct HostListEntry(
    string User,
    string Host,
    EntryFlags Status,
    bool IsGone,
    IPEndPoint EndPoint,
    string Nick,
    string Group);
