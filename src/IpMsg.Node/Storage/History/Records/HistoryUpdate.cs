using System;
using System.Collections.Generic;

namespace IpMsg.Node.Storage.History.Records;

/// <summary>The kinds of updates.</summary>
internal enum UpdateKind
{
    /// <summary>A session delivered it to its user.</summary>
    Taken,
    /// <summary>It returned to the inbox.</summary>
    Returned,
    /// <summary>A sealed message was opened; the line has its text.</summary>
    Opened,
    /// <summary>It was discarded.</summary>
    Discarded,
    /// <summary>A recipient's delivery changed: confirmed (late, too), unconfirmed, refused.</summary>
    Delivery,
    /// <summary>A recipient opened the sealed message.</summary>
    Read,
    /// <summary>A recipient discarded the sealed message.</summary>
    Refused,
    /// <summary>An attachment was saved.</summary>
    Saved,
    /// <summary>What a sent message offers to a recipient was fetched, or can be fetched no more.</summary>
    Offer,
    /// <summary>The signature was checked with a key that came after the message.</summary>
    Checked,
}

/// <summary>An update of a message. Its kind determines which properties are set.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
internal sealed record HistoryUpdate(UpdateKind Kind, DateTimeOffset At)
{
    /// <summary>Delivery, Read, Refused, Offer: the place of the recipient in <see cref="SentMessage.To"/>.</summary>
    internal int Recipient { get; init; }

    /// <summary>Delivery, Offer, Checked: the status by name.</summary>
    internal string? Status { get; init; }

    /// <summary>Delivery: the number of transmissions.</summary>
    internal int Attempts { get; init; }

    /// <summary>Delivery: from the first transmission to the confirmation; null without one.</summary>
    internal TimeSpan? RoundTrip { get; init; }

    /// <summary>Delivery, Offer: why it ended so.</summary>
    internal string? Reason { get; init; }

    /// <summary>Delivery: the suite of its encryption, as the flags of the envelope; 0 for plaintext.</summary>
    internal uint Suite { get; init; }

    /// <summary>Delivery: true when nothing proved that the recipient is at its address (R122).</summary>
    internal bool IsAddressUnproved { get; init; }

    /// <summary>True when the recipient may have seen the message twice.</summary>
    internal bool MayBeTwice { get; init; }

    /// <summary>Offer: how often it was fetched whole.</summary>
    internal int Taken { get; init; }

    /// <summary>Offer: true when the recipient has a folder without some of its entries.</summary>
    internal bool IsIncomplete { get; init; }

    /// <summary>Saved, Offer: the number of the attachment in the message.</summary>
    internal uint Attachment { get; init; }

    /// <summary>Saved: the path of the file.</summary>
    internal string? Path { get; init; }

    /// <summary>Opened: the text; null when the message may not be kept.</summary>
    internal string? Text { get; init; }

    /// <summary>Opened: the attachments.</summary>
    internal IReadOnlyList<StoredAttachment> Attachments { get; init; } = [];
}
