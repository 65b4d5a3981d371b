using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Which members a master lists, and where it is itself (R130).</summary>
internal sealed class ListedHosts(MemberContext context)
{
    /// <summary>The entry of the master itself, and its segment; null without an IPv4 network.</summary>
    internal (HostListEntry Host, Segment Segment)? Self
    {
        get
        {
            foreach (var network in context.Networks)
            {
                if (Segment.Of(network) is { } segment)
                    return (HostListServer.OwnEntry(context, network.Address), segment);
            }
            return null;
        }
    }

    /// <summary>The own segment with an address; null for other addresses.</summary>
    internal Segment? OwnSegment(IPAddress address)
    {
        foreach (var network in context.Networks)
        {
            if (network.Contains(address))
                return Segment.Of(network);
        }
        return null;
    }

    /// <summary>True for a member inside the segment that reports it, with names that it may have (R30).</summary>
    internal bool IsAcceptable(HostListEntry host, Segment segment) =>
        segment.Contains(host.EndPoint.Address)
        && context.IsOneMachine(host.EndPoint)
        && host.User.Length > 0 && host.Host.Length > 0
        && !context.Presence.IsSelf(host.User, host.Host)
        && ((host.Status & EntryFlags.CanEncrypt) != 0 || !FingerprintName.IsMatch(host.User));
}
