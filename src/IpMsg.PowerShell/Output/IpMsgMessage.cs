using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>A received message.</summary>
public sealed class IpMsgMessage : IComparable<IpMsgMessage>, IComparable
{
    private readonly Lazy<IpMsgAttachment[]> _attachments;

    internal IpMsgMessage(IncomingMessage message, IpMsgListener listener)
    {
        Message = message;
        Listener = listener;
        From = new IpMsgSender(message);
        _attachments = new Lazy<IpMsgAttachment[]>(
            () => [.. message.Attachments.Select(each => new IpMsgAttachment(each, message, listener))]);
    }

    internal IncomingMessage Message { get; }

    /// <summary>The listener that received it, and opens or removes it.</summary>
    internal IpMsgListener Listener { get; }

    /// <summary>The sender.</summary>
    public IpMsgSender From { get; }

    /// <summary>The text, lines ending with LF; null while the message is sealed and not opened.</summary>
    public string? Text => Message.IsOpened ? Message.Text : null;

    /// <summary>
    /// The text as it came: from FeiQ with codes of emoticons and images, and a font at the end; null until a sealed message is opened.
    /// </summary>
    public string? RawText => Message.IsOpened ? Message.RawText : null;

    /// <summary>
    /// The files and folders that it offers, for Save-IpMsgAttachment. Empty while the message is sealed and not opened:
    /// names may tell as much as the text.
    /// </summary>
    public IpMsgAttachment[] Attachments => Opened(each => each.Attachment.Kind != FileKind.Image);

    /// <summary>The images inside the text; empty while the message is sealed and not opened.</summary>
    public IpMsgAttachment[] Images => Opened(each => each.Attachment.Kind == FileKind.Image);

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt => Message.ReceivedAt;

    /// <summary>True for a sealed message: its sender is told when it is opened.</summary>
    public bool IsSealed => Message.IsSealed;

    /// <summary>True when the sender asks for a password before it is shown.</summary>
    public bool IsLocked => (Message.Flags & MessageFlags.Locked) != 0;

    /// <summary>True when the text can be read: the message is not sealed, or Open-IpMsg has opened it.</summary>
    public bool IsOpened => Message.IsOpened;

    /// <summary>True when Remove-IpMsg has discarded it.</summary>
    public bool IsRemoved => Message.IsDiscarded;

    /// <summary>True when the sender asks not to log the text.</summary>
    public bool NoLog => (Message.Flags & MessageFlags.NoLog) != 0;

    /// <summary>True when it was encrypted.</summary>
    public bool IsEncrypted => Message.IsEncrypted;

    /// <summary>How it was encrypted and signed, such as "RSA-2048, AES-256, SHA-256"; null in plaintext.</summary>
    public string? Cipher => Message.Envelope is { Suite: { Encrypts: true } suite } ? CipherSuiteName.Of(suite) : null;

    /// <summary>
    /// Whether the signature proves the sender: Valid by the pinned key of the sender; Invalid when the message was forged or changed;
    /// UnknownKey while the key is not known; None without a signature.
    /// </summary>
    public string Signature => Checked.ToString();

    private SignatureStatus Checked => Message.Envelope is not { } envelope ? SignatureStatus.None
        : envelope.Signature != SignatureStatus.UnknownKey ? envelope.Signature
        : envelope.Check(Listener.Node.Keys.Find(Message.User, Message.Host)?.Key);

    /// <summary>All recipients, as user@host, when the sender tells them; empty otherwise.</summary>
    public string[] Recipients => Array.ConvertAll([.. Message.Recipients], each => FingerprintName.Bare(each.User) + "@" + each.Host);

    /// <summary>True for a broadcast.</summary>
    public bool IsBroadcast => (Message.Flags & MessageFlags.Broadcast) != 0;

    /// <summary>True when it was sent to several recipients.</summary>
    public bool IsMulticast => (Message.Flags & (MessageFlags.Multicast | MessageFlags.NewMulti)) != 0;

    /// <summary>True for an automatic reply; it must not be answered automatically.</summary>
    public bool IsAutomatic => (Message.Flags & MessageFlags.AutoReturn) != 0;

    /// <summary>True when it was confirmed to the sender.</summary>
    public bool IsConfirmed => Message.IsConfirmed;

    /// <summary>The sender's packet number, with its digits as sent.</summary>
    public string PacketNumber => Message.NumberText;

    private IpMsgAttachment[] Opened(Predicate<IpMsgAttachment> which) => IsOpened ? Array.FindAll(_attachments.Value, which) : [];

    /// <summary>By time of arrival.</summary>
    public int CompareTo(IpMsgMessage? other) => other is null ? 1 : ReceivedAt.CompareTo(other.ReceivedAt);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as IpMsgMessage);

    /// <summary>The text with control characters made harmless, or "(sealed)".</summary>
    public override string ToString() => Text is null ? "(sealed)" : SafeText.Lines(Text);
}
