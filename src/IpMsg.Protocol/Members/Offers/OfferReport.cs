using System;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>How an offer stands. Immutable: each change makes a new one, so that any thread may read it.</summary>
public sealed record OfferReport
{
    /// <summary>How it stands.</summary>
    public OfferState State { get; init; }

    /// <summary>How often it was sent whole.</summary>
    public int Taken { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the transfer that is under way, or was last, began; null before the first.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When the last transfer ended; null while the first has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why the last transfer failed or what it left out, or why the offer ended; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>True when parts of the folder were left out of the transfer that ended last and succeeded.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>True when the last transfer failed because the file or folder is gone, shorter, or another one.</summary>
    public bool IsSourceLost { get; init; }

    /// <summary>True when it cannot be fetched any more.</summary>
    public bool HasEnded => State is OfferState.Released or OfferState.Withdrawn or OfferState.Expired;
}
