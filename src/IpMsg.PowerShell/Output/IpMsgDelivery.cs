using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell;

/// <summary>
/// A message to one recipient. The object is live: a late confirmation and the opening of a sealed message change it.
/// </summary>
public sealed class IpMsgDelivery
{
    internal IpMsgDelivery(Delivery delivery, IpMsgListener listener, string? name = null)
    {
        Delivery = delivery;
        _listener = listener;
        // A session that has not imported the module, with ForEach-Object -Parallel, shows this property without our type data.
        To = SafeText.Line(name ?? delivery.Member?.NickName ?? delivery.To.ToString());
        Offers = [.. delivery.Offers.Select(each => new IpMsgOffer(each, listener, To))];
    }

    internal Delivery Delivery { get; }

    private readonly IpMsgListener _listener;

    /// <summary>Name and endpoint of the recipient, for display.</summary>
    internal string Recipient => new Recipient(Delivery.To, To).ToString();

    /// <summary>The recipient's nickname, harmless on a terminal, or its endpoint when it is not known as a member.</summary>
    public string To { get; }

    /// <summary>The recipient's address and port; null for a queued message to somebody whose address is not known.</summary>
    public string? EndPoint => Delivery.To.Port == 0 ? null : Delivery.To.ToString();

    /// <summary>The packet number; all recipients of one message have the same. 0 for one that is queued and was never sent.</summary>
    public long PacketNumber => Delivery.Number;

    /// <summary>The status, a name of <see cref="DeliveryStatus"/>.</summary>
    public string Status => Delivery.Status.ToString();

    /// <summary>The text of the message.</summary>
    public string Text => Delivery.Message.Text;

    /// <summary>When it was first transmitted, or last sent again; null while it waits, and when it was never sent.</summary>
    public DateTimeOffset? SentAt => Delivery.SentAt;

    /// <summary>Milliseconds from the first transmission to the confirmation; null without one.</summary>
    public double? RoundTripMs => Delivery.Status == DeliveryStatus.Confirmed ? Duration.ToMs(Delivery.RoundTrip) : null;

    /// <summary>How often it was sent.</summary>
    public int Attempts => Delivery.Attempts;

    /// <summary>The files, folders and images that the recipient may download; each shows its progress.</summary>
    public IpMsgOffer[] Offers { get; }

    /// <summary>When the recipient opened the sealed message; null when it has not told.</summary>
    public DateTimeOffset? OpenedAt => Delivery.OpenedAt;

    /// <summary>When the recipient discarded the sealed message unopened; null when it has not told.</summary>
    public DateTimeOffset? DiscardedAt => Delivery.DiscardedAt;

    /// <summary>True when it was encrypted.</summary>
    public bool IsEncrypted => Delivery.Suite is not null;

    /// <summary>How it was encrypted and signed, such as "RSA-2048, AES-256, SHA-256"; null in plaintext.</summary>
    public string? Cipher => Delivery.Suite is { } suite ? CipherSuiteName.Of(suite) : null;

    /// <summary>
    /// True when the former address of the recipient did not answer, and nothing proved that the recipient is at this one. The message was
    /// encrypted for its pinned key, but somebody else may have confirmed it.
    /// </summary>
    public bool IsAddressUnproved => Delivery.IsAddressUnproved;

    /// <summary>The number in the queue while the message is Queued, for Get-IpMsgQueue and Remove-IpMsgQueue; null otherwise.</summary>
    public long? QueueId => Delivery.Status == DeliveryStatus.Queued ? _listener.Node.Queue?.AttemptOf(Delivery)?.Id : null;

    /// <summary>
    /// True when the recipient may see the message a second time: an earlier attempt of the queue may have reached it, and its client does
    /// not remember messages for long.
    /// </summary>
    public bool MayBeTwice => Delivery.Report.MayBeTwice;

    /// <summary>The reason for the status, where the status alone is not clear; null otherwise.</summary>
    public string? Reason => Delivery.Reason;

    /// <summary>Recipient and status.</summary>
    public override string ToString() => SafeText.Line(To) + ": " + Status;
}
