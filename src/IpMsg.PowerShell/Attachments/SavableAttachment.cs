using System.Net;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Protocol.Attachments;

namespace IpMsg.PowerShell.Attachments;

/// <summary>All that is needed to fetch an attachment, wherever it was read from.</summary>
/// <param name="Source">The object that the user gave, for errors.</param>
/// <param name="Attachment">What is offered.</param>
/// <param name="Server">Who offers it.</param>
/// <param name="OfferNumber">The packet number of the message.</param>
internal sealed record SavableAttachment(object Source, Attachment Attachment, IPEndPoint Server, uint OfferNumber)
{
    /// <summary>Our user name, as the sender knows it.</summary>
    internal string UserName { get; init; } = "";

    /// <summary>Our host name, as the sender knows it.</summary>
    internal string HostName { get; init; } = "";

    /// <summary>Our address, as the sender knows it; null for whatever the system chooses.</summary>
    internal IPAddress? LocalAddress { get; init; }

    /// <summary>True when the message had the UTF-8 flag.</summary>
    internal bool IsUtf8 { get; init; }

    /// <summary>How the sender's names are read; null when that is not known any more.</summary>
    internal NameDecoder? Names { get; init; }

    /// <summary>The listener that received the message, whom the sender knows; null when it is not of this process.</summary>
    internal IpMsgListener? Receiver { get; init; }

    /// <summary>The names of whoever offered it, when the message is at hand; null otherwise.</summary>
    internal (string User, string Host)? Sender { get; init; }

    /// <summary>Name and origin, for people.</summary>
    public override string ToString() => "'" + Attachment.Name + "' of " + Server;

    // The size that some send with a folder is not one, and no limit is to be held against it.
    internal static SavableAttachment Of(IpMsgAttachment live) => new(live, live.Attachment with { Size = live.Size }, live.Message.From, live.Message.Number)
    {
        UserName = live.UserName,
        HostName = live.HostName,
        LocalAddress = live.Listener.BoundAddress,
        IsUtf8 = live.IsUtf8,
        Names = live.Message.Names,
        Receiver = live.Listener,
        Sender = (live.Message.User, live.Message.Host),
    };

    /// <summary>The order for a fetch on behalf of that node.</summary>
    internal DownloadRequest Order(MemberNode node, DownloadProtection? protection) => new(Server, OfferNumber, Attachment)
    {
        UserName = UserName,
        HostName = HostName,
        LocalAddress = LocalAddress,
        IsUtf8 = IsUtf8,
        NextNumber = node.Outbox.NextPacketNumber,
        Codec = node.Settings.Codec,
        Protection = protection,
        // Of the sender as he is known now, when the message itself is gone.
        Names = Names ?? (node.Members.Find(Server) is { } sender ? new NameDecoder(node.Settings.Codec, IsUtf8, sender.ObservedEncoding, sender.Dialect) : null),
    };
}
