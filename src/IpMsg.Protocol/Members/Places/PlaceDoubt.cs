using System.Net;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// The question whether a member with a pinned key is still at its place, which somebody has called in question (R122, R123). It asks with
/// IPMSG_BR_ENTRY several times, because datagrams get lost, and waits as long as the answer may take (R22).
/// </summary>
internal sealed class PlaceDoubt(PlaceGuard guard, string user, string host, IPEndPoint endPoint, int questions) : ProtocolTimer
{
    private int _asked;

    /// <summary>The user name of the member.</summary>
    internal string User => user;

    /// <summary>The host name of the member.</summary>
    internal string Host => host;

    /// <summary>The endpoint in question.</summary>
    internal IPEndPoint EndPoint => endPoint;

    /// <summary>The first entry of the member from another endpoint; null without one.</summary>
    internal PlaceClaim? Claim { get; set; }

    /// <summary>The last entry of another member from the endpoint; null without one.</summary>
    internal PlaceClaim? Successor { get; set; }

    internal override void OnExpired()
    {
        if (_asked < questions)
            guard.Ask(this, isLast: ++_asked == questions);
        else
            guard.Settle(this);
    }
}
