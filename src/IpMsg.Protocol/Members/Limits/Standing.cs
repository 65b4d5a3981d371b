namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// What is known of an endpoint, from what anybody can forge to what nobody else can. Every standing has a share of each limit that the
/// ones below cannot use up.
/// </summary>
internal enum Standing
{
    /// <summary>Nothing proves that somebody receives what is sent there; an entry is no proof.</summary>
    Unproved,
    /// <summary>A member that has answered from that endpoint: it has confirmed a message, or given its key when it was asked.</summary>
    Answering,
    /// <summary>A member whose key is pinned. Anybody can give keys under invented names.</summary>
    Pinned,
    /// <summary>A member whose pinned key is established (R72).</summary>
    Established,
}
