using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Reads the attachments to save from messages and attachments, also deserialized ones.</summary>
internal static class AttachmentReader
{
    /// <exception cref="IpMsgException">The object has no attachment, or its message is sealed or was removed.</exception>
    internal static IReadOnlyList<SavableAttachment> Read(object value)
    {
        switch (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value)
        {
            case IpMsgMessage { IsRemoved: true } removed:
                throw Removed(removed.From.NickName, removed);
            case IpMsgMessage { IsOpened: false } hidden:
                throw Sealed(hidden);
            case IpMsgMessage message:
                return [.. message.Attachments.Concat(message.Images).Select(SavableAttachment.Of)];
            case IpMsgAttachment { Message.IsDiscarded: true } removed:
                throw Removed(removed.Message.User, removed);
            case IpMsgAttachment attachment:
                return [SavableAttachment.Of(attachment)];
            case IpMsgHistoryEntry entry:
                return KeptAttachments.Of(entry);
            case IpMsgHistoryAttachment kept:
                return [KeptAttachments.Of(kept)];
            case PSObject deserialized when deserialized.Properties["Attachments"] is not null
                || deserialized.Properties["Images"] is not null:
                return OfMessage(deserialized);
            case PSObject deserialized when deserialized.Properties["PacketNumber"] is not null
                || deserialized.Properties["Id"] is not null:
                return [new DeserializedAttachment(deserialized).Read()];
            default:
                throw new IpMsgException(IpMsgErrorId.InvalidAttachment, "'" + value + "' is neither a message nor an attachment.", value);
        }
    }

    private static List<SavableAttachment> OfMessage(PSObject message)
    {
        // A message that was exported sealed has no attachments. A line of the log has them, and no IsOpened.
        if (message.Properties["IsOpened"]?.Value is false)
            throw Sealed(message);
        var all = new List<SavableAttachment>();
        foreach (string property in (string[])["Attachments", "Images"])
        {
            foreach (object? each in Elements(message.Properties[property]?.Value))
            {
                all.Add(each is PSObject attachment
                    ? new DeserializedAttachment(attachment).Read()
                    : throw new IpMsgException(IpMsgErrorId.InvalidAttachment,
                        "The message has the attachment '" + each + "', which lacks properties: it was exported with too little depth.",
                        message, "Export it with Export-Clixml, or ConvertTo-Json -Depth 3."));
            }
        }
        return all;
    }

    private static IEnumerable Elements(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => System.Array.Empty<object>(),
        IEnumerable and not string and var list => (IEnumerable)list,
        _ => new[] { value },
    };

    private static IpMsgException Sealed(object message) => new(IpMsgErrorId.InvalidMessage,
        "The message is sealed, so its files cannot be downloaded.", message, "Open-IpMsg opens it and tells its sender.");

    private static IpMsgException Removed(string from, object source) =>
        new(IpMsgErrorId.InvalidMessage,
            "The message from " + from + " was removed, and its sender was told that its files are not wanted.", source,
            "Ask for the files again.");
}
