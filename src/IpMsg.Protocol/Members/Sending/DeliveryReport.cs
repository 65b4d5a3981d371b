using System;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>The state of a delivery. Immutable: each change creates a new object, so any thread can read it.</summary>
public sealed record DeliveryReport
{
    /// <summary>The status.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>The number of transmissions.</summary>
    public int Attempts { get; init; }

    /// <summary>The time of the first transmission since the last dispatch; null before it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The time from the first transmission to the confirmation; zero without one.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>The time when the recipient reported that it opened the sealed message; null without a report (R50).</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The time when the recipient reported that it discarded the unopened message; null without a report (R52).</summary>
    public DateTimeOffset? DiscardedAt { get; init; }

    /// <summary>
    /// True when the recipient may see the message a second time: a process was killed between sending it and noting its confirmation, or
    /// the recipient was heard and confirmed nothing, and its client does not remember messages for long.
    /// </summary>
    public bool MayBeTwice { get; init; }

    /// <summary>The reason of its end, when the status does not tell it; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The cause of a refusal.</summary>
    public DeliveryRefusal Refusal { get; init; }

    /// <summary>The cipher suite; null for plaintext, and before the encryption.</summary>
    public CipherSuite? Suite { get; init; }

    /// <summary>
    /// True when nothing proved, at the last transmission, that the recipient is at the address (R122). The message was encrypted with its
    /// pinned key, and somebody else may have confirmed it.
    /// </summary>
    public bool IsAddressUnproved { get; init; }
}
