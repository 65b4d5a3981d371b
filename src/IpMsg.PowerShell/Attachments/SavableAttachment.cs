using System;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Attachments;

/// <summary>What a download of an attachment needs, whether it comes from a message of this session or a deserialized one.</summary>
/// <param name="Source">The object that the user gave, for errors.</param>
/// <param name="Attachment">The attachment.</param>
/// <param name="Server">The member that offers it.</param>
/// <param name="OfferNumber">The packet number of the message.</param>
internal sealed record SavableAttachment(object Source, Attachment Attachment, IPEndPoint Server, uint OfferNumber)
{
    /// <summary>The user name under which the sender knows the receiver.</summary>
    internal string UserName { get; init; } = "";

    /// <summary>The host name under which the sender knows the receiver.</summary>
    internal string HostName { get; init; } = "";

    /// <summary>The address at which the sender knows the receiver; null to let the system choose.</summary>
    internal IPAddress? LocalAddress { get; init; }

    /// <summary>True when the message had the UTF-8 flag.</summary>
    internal bool IsUtf8 { get; init; }

    /// <summary>Decodes the file names of the sender; null when its encoding is unknown.</summary>
    internal NameDecoder? Names { get; init; }

    /// <summary>The listener that received the message; null when it is not in this process.</summary>
    internal IpMsgListener? Receiver { get; init; }

    /// <summary>The sender's user and host name; null when the message is not from this session.</summary>
    internal (string User, string Host)? Sender { get; init; }

    /// <summary>
    /// How the sender's file names were read when the message came, as the history tells; null when the message is not of the history.
    /// </summary>
    internal Func<TextCodec, NameDecoder>? KeptNames { get; init; }

    /// <summary>Name and origin, for display.</summary>
    public override string ToString() => "'" + Attachment.Name + "' of " + Server;

    /// <summary>Reads a live attachment. A folder gets the size 0, because some clients send a number that is no size.</summary>
    internal static SavableAttachment Of(IpMsgAttachment live) =>
        new(live, live.Attachment with { Size = live.Size }, live.Message.From, live.Message.Number)
        {
            UserName = live.UserName,
            HostName = live.HostName,
            LocalAddress = live.Listener.BoundAddress,
            IsUtf8 = live.IsUtf8,
            Names = live.Message.Names,
            Receiver = live.Listener,
            Sender = (live.Message.User, live.Message.Host),
        };

    /// <summary>The request for a download through that node.</summary>
    internal DownloadRequest ToRequest(MemberNode node, DownloadProtection? protection) => new(Server, OfferNumber, Attachment)
    {
        UserName = UserName,
        HostName = HostName,
        LocalAddress = LocalAddress,
        IsUtf8 = IsUtf8,
        NextNumber = node.Outbox.NextPacketNumber,
        Codec = node.Settings.Codec,
        Protection = protection,
        // Without the message, the current encoding of the sender decides.
        Names = Names ?? KeptNames?.Invoke(node.Settings.Codec) ?? (node.Members.Find(Server) is { } sender
            ? new NameDecoder(node.Settings.Codec, IsUtf8, sender.ObservedEncoding, sender.Dialect)
            : null),
    };
}
