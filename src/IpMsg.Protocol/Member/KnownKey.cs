using System;
using System.Net;

namespace IpMsg.Protocol;

/// <summary>A member's public key, pinned when it was first seen (R72). The user name is without a fingerprint: that changes with the key.</summary>
/// <param name="UserName">The user name, without a fingerprint.</param>
/// <param name="HostName">The host name.</param>
/// <param name="Key">The key.</param>
/// <param name="Capabilities">What the member could do when it was last asked.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
/// <param name="FirstSeenFrom">Where it came from then.</param>
public sealed record KnownKey(string UserName, string HostName, PublicKey Key, Capabilities Capabilities, DateTimeOffset FirstSeenAt, IPAddress FirstSeenFrom)
{
    /// <summary>Another key that the same names have since come with; null while that has not happened. Until the user decides, nothing is sent.</summary>
    public PublicKey? Differing { get; init; }

    /// <summary>When the other key was first seen; null while there is none.</summary>
    public DateTimeOffset? DifferedAt { get; init; }

    /// <summary>Where the other key came from; null while there is none.</summary>
    public IPAddress? DifferedFrom { get; init; }

    /// <summary>True when the member has come with another key.</summary>
    public bool HasChanged => Differing is not null;
}
