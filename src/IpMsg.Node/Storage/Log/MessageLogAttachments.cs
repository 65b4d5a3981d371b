using System.Globalization;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.Log;

/// <summary>Who we are to those whose messages are logged: they give files to these names alone (R84).</summary>
/// <param name="UserName">Our user name.</param>
/// <param name="HostName">Our host name.</param>
/// <param name="LocalAddress">The one address that we are bound to; null for all.</param>
internal sealed record LogOwner(string UserName, string HostName, string? LocalAddress);

/// <summary>Makes the attachments of a log line.</summary>
internal static class MessageLogAttachments
{
    /// <summary>Those of a message; null when it has none.</summary>
    internal static MessageLogAttachment[]? Of(IncomingMessage message, LogOwner? owner, bool noLog)
    {
        if (message.Attachments.Count == 0)
            return null;
        var all = new MessageLogAttachment[message.Attachments.Count];
        for (int at = 0; at < all.Length; at++)
        {
            all[at] = Envelope(message.Attachments[at], message);
            if (!noLog)
                Fill(all[at], message.Attachments[at], message, owner);
        }
        return all;
    }

    private static MessageLogAttachment Envelope(Attachment attachment, IncomingMessage message) => new()
    {
        Kind = attachment.Kind.ToString(),
        Size = attachment.Size,
        Id = attachment.Id,
        PacketNumber = message.NumberText,
    };

    private static void Fill(MessageLogAttachment line, Attachment attachment, IncomingMessage message, LogOwner? owner)
    {
        line.Name = attachment.Name;
        line.LastWriteTime = attachment.Modified?.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);
        line.Address = message.From.Address.ToString();
        line.Port = message.From.Port;
        line.UserName = owner?.UserName;
        line.HostName = owner?.HostName;
        line.LocalAddress = owner?.LocalAddress;
        line.IsUtf8 = (message.Flags & MessageFlags.Utf8) != 0;
        line.Position = attachment.Kind == FileKind.Image ? attachment.Extras.Position : null;
    }
}
