using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Attachments;

/// <summary>What messages of the history offer, for a download.</summary>
internal static class KeptAttachments
{
    /// <exception cref="IpMsgException">The message is sealed, was removed, or was sent by this user.</exception>
    internal static IReadOnlyList<SavableAttachment> Of(IpMsgHistoryEntry entry)
    {
        if (entry.From is not { } from)
            throw Sent(entry);
        if (entry.IsRemoved)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidMessage, "The message from " + from
                + " was removed, and its sender was told that its files are not wanted.", entry, "Ask for the files again.");
        }
        if (!entry.IsOpened)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidMessage, "The message is sealed, so its files cannot be downloaded.", entry,
                "Open-IpMsg opens it, as Receive-IpMsg writes it, and tells its sender.");
        }
        return [.. entry.Attachments.Concat(entry.Images).Select(Of)];
    }

    /// <exception cref="IpMsgException">The message was sent by this user.</exception>
    internal static SavableAttachment Of(IpMsgHistoryAttachment kept)
    {
        if (kept.Message is not ReceivedMessage message)
            throw Sent(kept);
        PacketNumber.TryRead(Encoding.ASCII.GetBytes(message.NumberText), out uint number);
        return new SavableAttachment(kept, kept.Attachment with { Size = kept.Size }, PeerMapping.EndPoint(message.From), number)
        {
            UserName = message.To.User,
            HostName = message.To.Host,
            LocalAddress = IPAddress.TryParse(message.LocalAddress ?? "", out var address) ? address : null,
            IsUtf8 = kept.IsUtf8,
            KeptNames = codec => NameEncodingText.Read(message.NameEncoding, (MessageFlags)message.Flags, codec),
            Sender = (message.From.User, message.From.Host),
        };
    }

    private static IpMsgException Sent(object source) =>
        new(IpMsgErrorId.InvalidAttachment, "The files were offered by this user, and cannot be downloaded.", source,
            "Path tells where they are.");
}
