using System;
using System.Net;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// A member's public key, pinned when it was first seen (R72). The user name is without a fingerprint: that changes with the key.
/// </summary>
/// <param name="UserName">The user name, without a fingerprint.</param>
/// <param name="HostName">The host name.</param>
/// <param name="Key">The key.</param>
/// <param name="Capabilities">What the member could do when it was last asked.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
/// <param name="FirstSeenFrom">Where it came from then.</param>
public sealed record KnownKey(
    string UserName,
    string HostName,
    PublicKey Key,
    Capabilities Capabilities,
    DateTimeOffset FirstSeenAt,
    IPAddress FirstSeenFrom)
{
    /// <summary>
    /// Another key that the same names have since come with; null while that has not happened. Until the user decides, nothing is sent.
    /// </summary>
    public PublicKey? Differing { get; init; }

    /// <summary>When the other key was first seen; null while there is none.</summary>
    public DateTimeOffset? DifferedAt { get; init; }

    /// <summary>Where the other key came from; null while there is none.</summary>
    public IPAddress? DifferedFrom { get; init; }

    /// <summary>
    /// True when somebody has come under these names with another key, or the member with the same one and fewer abilities.
    /// </summary>
    public bool HasChanged => Differing is not null;

    /// <summary>
    /// True when the user has to decide whether whoever bears this name is the one whose key this is (R72). A name with the fingerprint of
    /// the key itself is beyond doubt: another key comes with another name, and what strangers answer under like names is not its fault.
    /// </summary>
    /// <param name="user">The user name, with its fingerprint if it has one.</param>
    public bool IsInDoubtFor(string user) => FingerprintName.IsMatch(user)
        ? !FingerprintName.Matches(user, Key) || Key.Equals(Differing)
        : HasChanged;

    /// <summary>True when both come from one pinning: forgotten and pinned again, even the same key has been decided on anew.</summary>
    public bool IsSamePin(KnownKey other) => Key.Equals(other.Key) && FirstSeenAt == other.FirstSeenAt;

    /// <summary>
    /// What counts of this and of what another process of the user has kept of the member. The first to be kept is the one that is pinned,
    /// another one is noted, and a decision of the user's counts more than what was known before it.
    /// </summary>
    /// <param name="kept">What is kept.</param>
    /// <param name="isLater">True when this comes from what was kept before; false when it is the first that this process knows.</param>
    public KnownKey MergedWith(KnownKey kept, bool isLater)
    {
        if (isLater)
            return !IsSamePin(kept) ? kept : HasChanged || !kept.HasChanged ? this : kept with { Capabilities = Capabilities };
        if (kept.HasChanged)
            return kept;
        return Key.Equals(kept.Key)
            ? kept with { Differing = Differing, DifferedAt = DifferedAt, DifferedFrom = DifferedFrom }
            : kept with { Differing = Key, DifferedAt = FirstSeenAt, DifferedFrom = FirstSeenFrom };
    }
}
