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

    /// <summary>True when somebody has come under these names with another key, or the member with the same one and fewer abilities.</summary>
    public bool HasChanged => Differing is not null;

    /// <summary>
    /// True when the user has to decide whether whoever bears this name is the one whose key this is (R72). A name with the fingerprint of
    /// the key itself is beyond doubt: another key comes with another name, and what strangers answer under like names is not its fault.
    /// </summary>
    /// <param name="user">The user name, with its fingerprint if it has one.</param>
    public bool IsInDoubtFor(string user) => FingerprintName.IsMatch(user)
        ? !FingerprintName.Matches(user, Key) || Key.Equals(Differing)
        : HasChanged;
}
