using System;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>
/// A file, folder or image of a message in the history. Its properties are plain values with all that a download needs, so
/// Save-IpMsgAttachment fetches what a received message offers as long as its sender keeps it, also after an export.
/// </summary>
public sealed class IpMsgHistoryAttachment
{
    internal IpMsgHistoryAttachment(StoredAttachment stored, HistoryEntry entry)
    {
        Attachment = AttachmentMapping.ToAttachment(stored);
        Message = entry.Message;
        Path = stored.Path;
        var saved = entry.SavedAs(stored.Id);
        (SavedPath, SavedAt) = (saved?.Path, saved?.At);
    }

    internal Attachment Attachment { get; }

    /// <summary>The message that offers or offered it.</summary>
    internal HistoryRecord Message { get; }

    private ReceivedMessage? Received => Message as ReceivedMessage;

    /// <summary>The name as the sender wrote it, for display; on the disk it gets a safe name.</summary>
    public string Name => Attachment.Name;

    /// <summary>What it is: Regular, Folder, or Image for one inside the text.</summary>
    public string Kind => Attachment.Kind.ToString();

    /// <summary>Bytes; 0 for folders, whose size is not sent.</summary>
    public long Size => Attachment.Kind == FileKind.Folder ? 0 : Attachment.Size;

    /// <summary>When its contents were last changed; null when unknown.</summary>
    public DateTimeOffset? LastWriteTime => Attachment.Modified;

    /// <summary>Where a received attachment was saved last; null when it was not.</summary>
    public string? SavedPath { get; }

    /// <summary>When it was saved last; null when it was not.</summary>
    public DateTimeOffset? SavedAt { get; }

    /// <summary>Where the file of a sent message was; null for a received one.</summary>
    public string? Path { get; }

    /// <summary>Its number within the message.</summary>
    public long Id => Attachment.Id;

    /// <summary>The packet number of the message, with its digits as sent.</summary>
    public string PacketNumber => Message.NumberText;

    /// <summary>The address of the sender; null for a sent message, as all that follows.</summary>
    public string? Address => Received?.From.Address;

    /// <summary>The port of the sender.</summary>
    public int? Port => Received?.From.Port;

    /// <summary>The user name under which the sender knew the receiver.</summary>
    public string? UserName => Received?.To.User;

    /// <summary>The host name under which the sender knew the receiver.</summary>
    public string? HostName => Received?.To.Host;

    /// <summary>The address of the receiver when its listener was bound to a single one.</summary>
    public string? LocalAddress => Received?.LocalAddress;

    /// <summary>True when the file names in the message and in its folders are UTF-8.</summary>
    public bool IsUtf8 => (Message.Flags & (uint)MessageFlags.Utf8) != 0;

    /// <summary>True for a file whose sender also sends it encrypted from the middle on, so that -Resume can go on with it.</summary>
    public bool HasEncryptedOffsets => Attachment.HasEncryptedOffsets;

    /// <summary>The number of characters of the text before an image; null for one at the end, and for files and folders.</summary>
    public int? Position => Attachment.Kind == FileKind.Image ? Attachment.ExtendedAttributes.Position : null;

    /// <summary>The name, with control characters made harmless.</summary>
    public override string ToString() => SafeText.Line(Name);
}
