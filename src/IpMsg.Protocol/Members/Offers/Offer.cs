using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>A file, folder or image offered to a recipient until the offer ends (R89).</summary>
public sealed class Offer
{
    private volatile OfferReport _report = new();
    private volatile ByteCount _bytesSent = new(0, null);

    internal Offer(Delivery delivery, Attachment attachment, object source)
    {
        Delivery = delivery;
        Attachment = attachment;
        Source = source;
    }

    /// <summary>The delivery of the message with the offer.</summary>
    public Delivery Delivery { get; }

    /// <summary>The entry in the attachment list of the recipient.</summary>
    public Attachment Attachment { get; }

    /// <summary>The source of the contents.</summary>
    public object Source { get; }

    /// <summary>A consistent snapshot of the state.</summary>
    public OfferReport Report
    {
        get => _report;
        internal set => _report = value;
    }

    /// <inheritdoc cref="OfferReport.State"/>
    public OfferState State => _report.State;

    /// <inheritdoc cref="OfferReport.Taken"/>
    public int Taken => _report.Taken;

    /// <inheritdoc cref="OfferReport.MadeAt"/>
    public DateTimeOffset MadeAt => _report.MadeAt;

    /// <inheritdoc cref="OfferReport.ExpiresAt"/>
    public DateTimeOffset ExpiresAt => _report.ExpiresAt;

    /// <inheritdoc cref="OfferReport.BeganAt"/>
    public DateTimeOffset? BeganAt => _report.BeganAt;

    /// <inheritdoc cref="OfferReport.EndedAt"/>
    public DateTimeOffset? EndedAt => _report.EndedAt;

    /// <summary>
    /// Bytes sent by the current or last transfer. With several transfers at once, it is the count of the last writer.
    /// </summary>
    public long BytesSent => _bytesSent.Value;

    /// <summary>
    /// The time when the last byte was sent, by the current or last transfer; null before the first. A recipient may keep the connection
    /// open long after it.
    /// </summary>
    public DateTimeOffset? LastSentAt => _bytesSent.At;

    /// <inheritdoc cref="OfferReport.Reason"/>
    public string? Reason => _report.Reason;

    /// <inheritdoc cref="OfferReport.HasEnded"/>
    public bool HasEnded => _report.HasEnded;

    /// <summary>True when the recipient makes the names inside a folder fit for its own system (R115).</summary>
    internal bool KeepsNames { get; init; }

    /// <summary>True when the recipient has released the offer during a transfer, whose end decides the state (R88).</summary>
    internal bool IsGivenUp { get; set; }

    /// <summary>True when nothing proves that the recipient has released the offer (R124).</summary>
    internal bool IsGivenUpUnproved { get; set; }

    /// <summary>The number of current transfers.</summary>
    internal int Transfers { get; set; }

    /// <summary>
    /// The number of the last encrypted request; null before the first. It detects the replay of a recorded request (R92).
    /// </summary>
    internal uint? LastRequestNumber { get; set; }

    /// <summary>Fires when the lifetime of the offer ends.</summary>
    internal ProtocolTimer? Expiry { get; set; }

    /// <summary>Reports how many bytes the current transfer has sent so far.</summary>
    /// <param name="value">The bytes; 0 at the beginning of a transfer.</param>
    /// <param name="at">The time when the last of them was sent; null at the beginning.</param>
    internal void CountSent(long value, DateTimeOffset? at) => _bytesSent = new ByteCount(value, at);

    // Other threads read the value. Writing a reference is atomic on every platform, writing a long is not.
    private sealed record ByteCount(long Value, DateTimeOffset? At);
}
