using System;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A key in the <see cref="KeyRing"/>, and what decides how long it stays there (R72).</summary>
/// <param name="names">The names of its member.</param>
/// <param name="key">The key.</param>
internal sealed class PinnedKey(NameKey names, KnownKey key)
{
    internal NameKey Names => names;

    internal KnownKey Key { get; set; } = key;

    /// <summary>The share that it takes a place of.</summary>
    internal PinShare Share { get; set; } = PinShare.None;

    /// <summary>True while it counts as a key that signatures alone have established.</summary>
    internal bool IsCountedAsSigned { get; set; }

    /// <summary>True when the user writes to its member.</summary>
    internal bool IsWanted { get; set; }

    /// <summary>The time of the first message with its signature in this session; null without one.</summary>
    internal TimeSpan? FirstSignedAt { get; set; }

    /// <summary>True when its member was in touch with the user: nobody can make up such keys in large numbers.</summary>
    internal bool IsKnown => IsWanted || Key.IsEstablished;

    /// <summary>True when only messages that its member has signed have established it.</summary>
    internal bool IsOnlySigned => Key is { SignedAt: not null, VerifiedAt: null, ConfirmedAt: null };

    internal NetworkKey Network { get; } = NetworkKey.Of(key.FirstSeenFrom);
}
