using System.Globalization;
using System.IO;
using System.Runtime.Serialization.Json;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.Log;

/// <summary>Writes messages as JSON Lines: one object a line, UTF-8 without a mark, LF at the end.</summary>
internal static class MessageLogLines
{
    private static readonly DataContractJsonSerializer s_serializer = new(typeof(MessageLogEntry));

    internal static void Write(Stream lines, IncomingMessage message, LogOwner? owner)
    {
        s_serializer.WriteObject(lines, EntryOf(message, owner));
        lines.WriteByte((byte)'\n');
    }

    private static MessageLogEntry EntryOf(IncomingMessage message, LogOwner? owner)
    {
        bool noLog = Has(message, MessageFlags.NoLog);
        return new MessageLogEntry
        {
            ReceivedAt = message.ReceivedAt.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
            From = SenderOf(message),
            PacketNumber = message.NumberText,
            Text = noLog ? null : message.Text,
            IsSealed = message.IsSealed,
            IsLocked = Has(message, MessageFlags.Locked),
            NoLog = noLog,
            IsBroadcast = Has(message, MessageFlags.Broadcast),
            IsAutomatic = Has(message, MessageFlags.AutoReturn),
            IsEncrypted = Has(message, MessageFlags.Encrypted),
            Attachments = MessageLogAttachments.Of(message, owner, noLog),
        };
    }

    private static MessageLogSender SenderOf(IncomingMessage message) => new()
    {
        UserName = message.User,
        HostName = message.Host,
        NickName = message.Sender?.NickName ?? message.User,
        GroupName = message.Sender?.GroupName ?? "",
        Address = message.From.Address.ToString(),
        Port = message.From.Port,
    };

    private static bool Has(IncomingMessage message, MessageFlags flag) => (message.Flags & flag) != 0;
}
