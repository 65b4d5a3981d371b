using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>One file, folder or image, offered to one recipient until the offer ends (R89).</summary>
public sealed class Offer
{
    private volatile OfferReport _report = new();
    private volatile ByteCount _bytesSent = new(0);

    internal Offer(Delivery delivery, Attachment attachment, object source)
    {
        Delivery = delivery;
        Attachment = attachment;
        Source = source;
    }

    /// <summary>The message that offers it, and to whom.</summary>
    public Delivery Delivery { get; }

    /// <summary>What the recipient was told of it.</summary>
    public Attachment Attachment { get; }

    /// <summary>Where its contents are.</summary>
    public object Source { get; }

    /// <summary>How it stands, all of one moment.</summary>
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
    /// Bytes of the transfer that is under way, or was last. The same file is rarely fetched twice at once; then it is the later one's.
    /// </summary>
    public long BytesSent
    {
        get => _bytesSent.Value;
        internal set => _bytesSent = new ByteCount(value);
    }

    /// <inheritdoc cref="OfferReport.Reason"/>
    public string? Reason => _report.Reason;

    /// <inheritdoc cref="OfferReport.HasEnded"/>
    public bool HasEnded => _report.HasEnded;

    /// <summary>True when the recipient has given it up while it was on its way to him: its end shows whether he has it (R88).</summary>
    internal bool IsGivenUp { get; set; }

    /// <summary>Transfers under way at this moment.</summary>
    internal int Transfers { get; set; }

    /// <summary>
    /// The number of the last encrypted request; null before the first. It detects the replay of a recorded request (R92).
    /// </summary>
    internal uint? LastRequestNumber { get; set; }

    /// <summary>Rings when its time is over.</summary>
    internal ProtocolTimer? Expiry { get; set; }

    // The thread that sends writes it and others read it: a reference is written at once, a long is not on every platform.
    private sealed record ByteCount(long Value);
}
