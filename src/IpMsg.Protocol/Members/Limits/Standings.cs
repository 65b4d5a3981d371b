using System.Net;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>Finds the standing of an endpoint. Its packets may still be forged: a limit has a bucket for each endpoint as well.</summary>
internal sealed class Standings(MemberContext context, KeyRing ring)
{
    /// <summary>The standing of the member at that endpoint.</summary>
    internal Standing Of(IPEndPoint endPoint)
    {
        if (context.Roster.At(endPoint) is not { } member)
            return Standing.Unproved;
        if (ring.Find(member.UserName, member.HostName) is { } key)
            return key.IsEstablished ? Standing.Established : Standing.Pinned;
        return member.HasAnswered ? Standing.Answering : Standing.Unproved;
    }

    /// <summary>True when a member is known at that endpoint.</summary>
    internal bool IsMember(IPEndPoint endPoint) => context.Roster.At(endPoint) is not null;
}
