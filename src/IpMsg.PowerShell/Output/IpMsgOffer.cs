using System;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Upload;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell;

/// <summary>A file, folder or image that is offered to one recipient. The object is live: it shows how far the transfer is.</summary>
public sealed class IpMsgOffer
{
    internal IpMsgOffer(Offer offer, IpMsgListener listener, string? name = null)
    {
        Offer = offer;
        Listener = listener;
        To = name ?? offer.Delivery.Member?.NickName ?? offer.Delivery.To.ToString();
    }

    internal Offer Offer { get; }

    /// <summary>Who offers it, and so who takes it back.</summary>
    internal IpMsgListener Listener { get; }

    /// <summary>True when the recipient has it, or will never have it.</summary>
    internal bool IsSettled => Offer.Taken > 0 || Offer.HasEnded;

    /// <summary>The recipient's nickname, or its endpoint when it is not known as a member.</summary>
    public string To { get; }

    /// <summary>The recipient's address and port.</summary>
    public IPEndPoint EndPoint => Offer.Delivery.To.Copy();

    /// <summary>The packet number of the message.</summary>
    public long PacketNumber => Offer.Delivery.Number;

    /// <summary>The name of the file. An image goes out under a name that the recipient's client expects.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What it is: Regular, Folder, or Image for one that stands inside the text.</summary>
    public FileKind Kind => Offer.Attachment.Kind;

    /// <summary>Bytes when it was offered; 0 for folders.</summary>
    public long Size => Kind == FileKind.Folder ? 0 : Offer.Attachment.Size;

    /// <summary>Where it is on the disk.</summary>
    public string Path => ((OfferedSource)Offer.Source).Path;

    /// <summary>How it stands: Waiting, Sending, Taken, or ended as Released, Withdrawn or Expired.</summary>
    public OfferState State => Offer.State;

    /// <summary>How often it was sent whole.</summary>
    public int TimesTaken => Offer.Taken;

    /// <summary>Bytes of the transfer that is under way, or was last.</summary>
    public long BytesSent => Offer.BytesSent;

    /// <summary>Bytes a second of the transfer that is under way, or was last; 0 before the first.</summary>
    public double Rate
    {
        get
        {
            if (Offer.BeganAt is not { } began)
                return 0;
            // A second transfer begins after the end of the first.
            var end = Offer.EndedAt is { } ended && ended >= began ? ended : DateTimeOffset.UtcNow;
            double seconds = (end - began).TotalSeconds;
            return seconds > 0 ? Offer.BytesSent / seconds : 0;
        }
    }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt => Offer.MadeAt;

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset ExpiresAt => Offer.ExpiresAt;

    /// <summary>Why the last transfer failed, or why the offer ended; null when there is nothing to say.</summary>
    public string? Reason => Offer.Reason;

    /// <summary>Name and recipient.</summary>
    public override string ToString() => SafeText.Line(Name + " for " + To);
}
