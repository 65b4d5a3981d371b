using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>One file, folder or image, offered to one recipient until the offer ends (R89).</summary>
public sealed class Offer
{
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

    /// <summary>How it stands.</summary>
    public OfferState State { get; internal set; }

    /// <summary>How often it was sent whole.</summary>
    public int Taken { get; internal set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; internal set; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset ExpiresAt { get; internal set; }

    /// <summary>When the transfer that is under way, or was last, began; null before the first.</summary>
    public DateTimeOffset? BeganAt { get; internal set; }

    /// <summary>When the last transfer ended; null while the first has not.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Bytes of the transfer that is under way, or was last. The same file is rarely fetched twice at once; then it is the later one's.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Why the last transfer failed or what it left out, or why the offer ended; null when there is nothing to say.</summary>
    public string? Reason { get; internal set; }

    /// <summary>True when it cannot be fetched any more.</summary>
    public bool HasEnded => State is OfferState.Released or OfferState.Withdrawn or OfferState.Expired;

    /// <summary>True when the recipient has given it up while it was on its way to him: its end shows whether he has it (R88).</summary>
    internal bool IsGivenUp { get; set; }

    /// <summary>Transfers under way at this moment.</summary>
    internal int Transfers { get; set; }

    /// <summary>The last number of an encrypted request, so that one that was overheard does not serve twice (R92).</summary>
    internal RequestReplay Replay { get; set; }

    /// <summary>Rings when its time is over.</summary>
    internal ProtocolTimer? Expiry { get; set; }
}
