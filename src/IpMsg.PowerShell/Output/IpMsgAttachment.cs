using System;
using IpMsg.Node;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>
/// A file, folder or image that a message offers. It says all that is needed to fetch it, in plain values: so it can be exported, sent
/// through a job or written as JSON, and Save-IpMsgAttachment fetches it all the same.
/// </summary>
public sealed class IpMsgAttachment
{
    internal IpMsgAttachment(Attachment attachment, IncomingMessage message, IpMsgListener listener)
    {
        Message = message;
        Listener = listener;
        Attachment = attachment;
        LocalAddress = listener.BoundAddress?.ToString();
        UserName = listener.Node.Settings.UserName;
        HostName = listener.HostName;
    }

    /// <summary>The message that offers it.</summary>
    internal IncomingMessage Message { get; }

    /// <summary>Who received it.</summary>
    internal IpMsgListener Listener { get; }

    internal Attachment Attachment { get; }

    /// <summary>The name as its sender wrote it. For people; on the disk it gets a name that is safe.</summary>
    public string Name => Attachment.Name;

    /// <summary>What it is: Regular, Folder, or Image for one that stands inside the text.</summary>
    public FileKind Kind => Attachment.Kind;

    /// <summary>Bytes; 0 for folders, whose senders do not tell, or tell something else.</summary>
    public long Size => Kind == FileKind.Folder ? 0 : Attachment.Size;

    /// <summary>When its contents changed; null when unknown.</summary>
    public DateTimeOffset? LastWriteTime => Attachment.Modified;

    /// <summary>Its number within the message.</summary>
    public long Id => Attachment.Id;

    /// <summary>The packet number of the message.</summary>
    public long PacketNumber => Message.Number;

    /// <summary>The sender's address.</summary>
    public string Address => Message.From.Address.ToString();

    /// <summary>The sender's port.</summary>
    public int Port => Message.From.Port;

    /// <summary>Our user name, under which the sender knows us.</summary>
    public string UserName { get; }

    /// <summary>Our host name, under which the sender knows us.</summary>
    public string HostName { get; }

    /// <summary>Our address, when the listener is bound to a single one; otherwise null.</summary>
    public string? LocalAddress { get; }

    /// <summary>True when the names in the message, and so those in a folder, are UTF-8.</summary>
    public bool IsUtf8 => (Message.Flags & MessageFlags.Utf8) != 0;

    /// <summary>Of an image, how many characters of the text stand before it; null when it comes last, and for all else.</summary>
    public int? Position => Kind == FileKind.Image ? Attachment.Extras.Position : null;

    /// <summary>The name, made harmless for a terminal.</summary>
    public override string ToString() => SafeText.Line(Name);
}
