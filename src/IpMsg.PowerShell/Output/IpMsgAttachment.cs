using System;
using IpMsg.Node;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>
/// A file, folder or image that a message offers. Its properties are plain values with all that a download needs: Save-IpMsgAttachment
/// also takes it back from an export, a job or JSON.
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

    /// <summary>The listener that received it.</summary>
    internal IpMsgListener Listener { get; }

    internal Attachment Attachment { get; }

    /// <summary>The name as the sender wrote it, for display; on the disk it gets a safe name.</summary>
    public string Name => Attachment.Name;

    /// <summary>What it is: Regular, Folder, or Image for one inside the text.</summary>
    public string Kind => Attachment.Kind.ToString();

    /// <summary>Bytes; 0 for folders, whose size is not sent.</summary>
    public long Size => Attachment.Kind == FileKind.Folder ? 0 : Attachment.Size;

    /// <summary>When its contents were last changed; null when unknown.</summary>
    public DateTimeOffset? LastWriteTime => Attachment.Modified;

    /// <summary>Its number within the message.</summary>
    public long Id => Attachment.Id;

    /// <summary>The packet number of the message.</summary>
    public long PacketNumber => Message.Number;

    /// <summary>The sender's address.</summary>
    public string Address => Message.From.Address.ToString();

    /// <summary>The sender's port.</summary>
    public int Port => Message.From.Port;

    /// <summary>The user name under which the sender knows the receiver.</summary>
    public string UserName { get; }

    /// <summary>The host name under which the sender knows the receiver.</summary>
    public string HostName { get; }

    /// <summary>The address of the receiver when its listener is bound to a single one; otherwise null.</summary>
    public string? LocalAddress { get; }

    /// <summary>True when the file names in the message and in its folders are UTF-8.</summary>
    public bool IsUtf8 => (Message.Flags & MessageFlags.Utf8) != 0;

    /// <summary>True for a file whose sender also sends it encrypted from the middle on, so that -Resume can go on with it.</summary>
    public bool HasEncryptedOffsets => Attachment.HasEncryptedOffsets;

    /// <summary>The number of characters of the text before an image; null for one at the end, and for files and folders.</summary>
    public int? Position => Attachment.Kind == FileKind.Image ? Attachment.ExtendedAttributes.Position : null;

    /// <summary>The name, with control characters made harmless.</summary>
    public override string ToString() => SafeText.Line(Name);
}
