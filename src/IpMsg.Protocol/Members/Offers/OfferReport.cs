using System;
using System.Collections.Generic;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>The state of an offer. Immutable: each change creates a new object, so any thread can read it.</summary>
public sealed record OfferReport
{
    /// <summary>The state.</summary>
    public OfferState State { get; init; }

    /// <summary>The number of complete transfers.</summary>
    public int Taken { get; init; }

    /// <summary>The time of the offer.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The time when it expires.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The start of the current or last transfer; null before the first.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>The end of the last transfer; null before the first end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why the last transfer failed or what it skipped, or why the offer ended; null without a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>True when the last successful transfer skipped entries of the folder.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The entries of a folder that the last successful transfer sent under other names (R115); at most a thousand.</summary>
    internal IReadOnlyList<ReplacedName> ReplacedNames { get; init; } = [];

    /// <summary>True when the last transfer failed because the file or folder is missing, shorter, or replaced.</summary>
    public bool IsSourceLost { get; init; }

    /// <summary>
    /// True when encryption is required and the recipient's client asked for unencrypted contents, as the reference client does by default
    /// (R92). It may ask again in another way.
    /// </summary>
    internal bool IsPlaintextRefused { get; init; }

    /// <summary>True when the offer was encrypted, and nothing proves that its recipient has released it (R124).</summary>
    internal bool IsReleaseUnproved { get; init; }

    /// <summary>True after the end of the offer.</summary>
    public bool HasEnded => State is OfferState.Released or OfferState.Withdrawn or OfferState.Expired;
}
