using System;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>How a delivery stands. Immutable: each change makes a new one, so that any thread may read it.</summary>
public sealed record DeliveryReport
{
    /// <summary>How far it has come.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>From the first transmission to the confirmation; zero without one.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>When the recipient opened the sealed message; null when it has not said so (R50).</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the recipient threw the sealed message away unopened; null when it has not said so (R52).</summary>
    public DateTimeOffset? DiscardedAt { get; init; }

    /// <summary>Why it ended as it did, when that is not plain from the status.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it was not sent, when it was refused.</summary>
    public DeliveryRefusal Refusal { get; init; }

    /// <summary>How it was encrypted; null when it went out in plaintext, or has not gone out yet.</summary>
    public CipherSuite? Suite { get; init; }
}
