using System;
using System.Net;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// A member's public key, pinned when it was first seen (R72). The user name has no fingerprint, which changes with the key.
/// </summary>
/// <param name="UserName">The user name, without a fingerprint.</param>
/// <param name="HostName">The host name.</param>
/// <param name="Key">The key.</param>
/// <param name="Capabilities">The capabilities in the member's last answer.</param>
/// <param name="FirstSeenAt">The time when it was first seen.</param>
/// <param name="FirstSeenFrom">The address that sent it first.</param>
public sealed record KnownKey(
    string UserName,
    string HostName,
    PublicKey Key,
    Capabilities Capabilities,
    DateTimeOffset FirstSeenAt,
    IPAddress FirstSeenFrom)
{
    /// <summary>The nickname of the member that sent it first; null when it was not known.</summary>
    public string? NickName { get; init; }

    /// <summary>
    /// The time when the user compared the key with that of its owner, or imported it; null when it was only seen. A key that replaces this
    /// one does not inherit it.
    /// </summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>
    /// The time when its member first confirmed a message that was encrypted for the key; null when it has not. A key that replaces this
    /// one does not inherit it.
    /// </summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>
    /// The time when its member had signed messages with it over ten minutes; null when it has not, or when too many others have. A key
    /// that replaces this one does not inherit it.
    /// </summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>
    /// True when something shows that the member exists: the user has verified the key, the member has confirmed a message that was
    /// encrypted for it, or has signed messages with it over ten minutes. Only such a key counts as pinned in limits (R72).
    /// </summary>
    public bool IsEstablished => (VerifiedAt ?? ConfirmedAt ?? SignedAt) is not null;

    /// <summary>
    /// Another key that was received later under the same names; null without one. Until the user decides, nothing is sent.
    /// </summary>
    public PublicKey? Differing { get; init; }

    /// <summary>The time when the other key was first seen; null without one.</summary>
    public DateTimeOffset? DifferedAt { get; init; }

    /// <summary>The address that sent the other key; null without one.</summary>
    public IPAddress? DifferedFrom { get; init; }

    /// <summary>The nickname of the member that sent the other key; null when it was not known.</summary>
    public string? DifferedNickName { get; init; }

    /// <summary>The capabilities in the answer with the other key; None without one, and when an older version has stored it.</summary>
    public Capabilities DifferingCapabilities { get; init; }

    /// <summary>True when the user has verified the key and no other one was received since.</summary>
    public bool IsVerified => VerifiedAt is not null && !HasChanged;

    /// <summary>
    /// True when another key was received under these names, or the same key with weaker capabilities.
    /// </summary>
    public bool HasChanged => Differing is not null;

    /// <summary>
    /// True when the user has to decide whether this key belongs to the member with that name (R72). A name with the fingerprint of the key
    /// needs no decision: another key has another fingerprint, and answers under similar names do not affect it.
    /// </summary>
    /// <param name="user">The user name, with its fingerprint if it has one.</param>
    public bool IsInDoubtFor(string user) => FingerprintName.IsMatch(user)
        ? !FingerprintName.Matches(user, Key) || Key.Equals(Differing)
        : HasChanged;

    /// <summary>True when both come from the same pinning. A key that was removed and pinned again is another pinning.</summary>
    public bool IsSamePin(KnownKey other) => Key.Equals(other.Key) && FirstSeenAt == other.FirstSeenAt;

    /// <summary>
    /// Merges this key with the stored key of the member, which another process of the user may have written. The key that was stored first
    /// is pinned, another one is noted as differing, and a decision of the user takes precedence over earlier data.
    /// </summary>
    /// <param name="kept">The stored key.</param>
    /// <param name="isLater">True when this key was loaded from the store before; false when this process has received it first.</param>
    public KnownKey MergedWith(KnownKey kept, bool isLater)
    {
        if (isLater && !IsSamePin(kept))
            return kept;
        if (isLater)
        {
            var later = HasChanged || !kept.HasChanged ? this : kept with { Capabilities = Capabilities };
            return later.WithProofsOf(this).WithProofsOf(kept);
        }
        if (kept.HasChanged)
            return kept;
        return Key.Equals(kept.Key)
            ? kept.WithOther(this).WithProofsOf(this)
            : kept with
            {
                Differing = Key,
                DifferingCapabilities = Capabilities,
                DifferedAt = FirstSeenAt,
                DifferedFrom = FirstSeenFrom,
                DifferedNickName = NickName,
            };
    }

    /// <summary>This key without another one under its names.</summary>
    public KnownKey WithoutOther() => this with
    {
        Differing = null,
        DifferingCapabilities = default,
        DifferedAt = null,
        DifferedFrom = null,
        DifferedNickName = null,
    };

    /// <summary>This key with what another copy of it knows of its member.</summary>
    internal KnownKey WithProofsOf(KnownKey other) => this with
    {
        VerifiedAt = VerifiedAt ?? other.VerifiedAt,
        ConfirmedAt = ConfirmedAt ?? other.ConfirmedAt,
        SignedAt = SignedAt ?? other.SignedAt,
    };

    private KnownKey WithOther(KnownKey holder) => this with
    {
        Differing = holder.Differing,
        DifferingCapabilities = holder.DifferingCapabilities,
        DifferedAt = holder.DifferedAt,
        DifferedFrom = holder.DifferedFrom,
        DifferedNickName = holder.DifferedNickName,
    };
}
