using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.Node.Upload;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell;

/// <summary>A file, folder or image that is offered to one recipient. The object is live: it shows the progress of the transfer.</summary>
public sealed class IpMsgOffer
{
    internal IpMsgOffer(Offer offer, IpMsgListener listener, string? name = null)
    {
        Offer = offer;
        Listener = listener;
        To = name ?? offer.Delivery.Member?.NickName ?? offer.Delivery.To.ToString();
    }

    internal Offer Offer { get; }

    /// <summary>The listener that offers it.</summary>
    internal IpMsgListener Listener { get; }

    /// <summary>True when the recipient has downloaded it, or cannot any more.</summary>
    internal bool IsFinal => Offer.Taken > 0 || Offer.HasEnded || Offer.Report.IsSourceLost || Offer.Report.IsPlaintextRefused;

    /// <summary>The recipient's nickname, or its endpoint when it is not known as a member.</summary>
    public string To { get; }

    /// <summary>The recipient's address and port.</summary>
    public string EndPoint => Offer.Delivery.To.ToString();

    /// <summary>The packet number of the message.</summary>
    public long PacketNumber => Offer.Delivery.Number;

    /// <summary>The name of the file. An image is sent under a name that the recipient's client expects.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>
    /// The name that the recipient gets: another one than Name when clients on Windows cannot have that, and for an image inside the text.
    /// </summary>
    public string SentName => Offer.Attachment.Name;

    /// <summary>
    /// The entries of a folder that the last complete download got under other names, each as "path -> name"; at most a thousand. Null when
    /// there are none: ConvertTo-Json would warn of an empty list, which is one level too deep in a delivery.
    /// </summary>
    public string[]? RenamedEntries => Offer.Report.ReplacedNames.Count == 0
        ? null : [.. Offer.Report.ReplacedNames.Select(each => each.Path + " -> " + each.Name)];

    /// <summary>What it is: Regular, Folder, or Image for one inside the text.</summary>
    public string Kind => Offer.Attachment.Kind.ToString();

    /// <summary>Bytes when it was offered; 0 for folders.</summary>
    public long Size => Offer.Attachment.Kind == FileKind.Folder ? 0 : Offer.Attachment.Size;

    /// <summary>The path on the disk.</summary>
    public string Path => ((OfferedSource)Offer.Source).Path;

    /// <summary>The state: Waiting, Sending, Taken, or ended as Released, Withdrawn or Expired.</summary>
    public string State => Offer.State.ToString();

    /// <summary>How often it was downloaded completely.</summary>
    public int TimesTaken => Offer.Taken;

    /// <summary>True when parts of a folder were left out of the last transfer because they could not be read; Reason names them.</summary>
    public bool IsIncomplete => Offer.Report.IsIncomplete;

    /// <summary>
    /// True when the offer was encrypted and is Released, and nothing proves that the recipient has released it: other clients do not sign
    /// that.
    /// </summary>
    public bool IsReleaseUnproved => Offer.Report.IsReleaseUnproved;

    /// <summary>Bytes of the current or last transfer.</summary>
    public long BytesSent => Offer.BytesSent;

    /// <summary>Whole bytes per second of the current or last transfer, until its last byte was sent; 0 before the first.</summary>
    public double Rate
    {
        get
        {
            if (Offer.BeganAt is not { } began)
                return 0;
            double seconds = ((Offer.LastSentAt ?? began) - began).TotalSeconds;
            return seconds > 0 ? Math.Ceiling(Offer.BytesSent / seconds) : 0;
        }
    }

    /// <summary>When the offer was made.</summary>
    public DateTimeOffset MadeAt => Offer.MadeAt;

    /// <summary>When the offer expires.</summary>
    public DateTimeOffset ExpiresAt => Offer.ExpiresAt;

    /// <summary>
    /// Why the last transfer failed, how what was sent differs from what is on the disk, or why the offer ended; null otherwise.
    /// </summary>
    public string? Reason => Offer.Reason;

    /// <summary>Name and recipient.</summary>
    public override string ToString() => SafeText.Line(Name + " for " + To);
}
