using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>A message that has arrived.</summary>
public sealed class IpMsgMessage : IComparable<IpMsgMessage>, IComparable
{
    private readonly Lazy<IpMsgAttachment[]> _attachments;

    internal IpMsgMessage(IncomingMessage message, IpMsgListener listener)
    {
        Message = message;
        Listener = listener;
        From = new IpMsgSender(message);
        _attachments = new Lazy<IpMsgAttachment[]>(() => [.. message.Attachments.Select(each => new IpMsgAttachment(each, message, listener))]);
    }

    internal IncomingMessage Message { get; }

    /// <summary>Who received it, and so who opens or removes it.</summary>
    internal IpMsgListener Listener { get; }

    /// <summary>Who wrote it.</summary>
    public IpMsgSender From { get; }

    /// <summary>The text, lines ending with LF; null while the message is sealed and has not been opened.</summary>
    public string? Text => Message.IsOpened ? Message.Text : null;

    /// <summary>
    /// The files and folders that it offers, for Save-IpMsgAttachment. None are shown while the message is sealed and has not been opened:
    /// names say as much as a text does.
    /// </summary>
    public IpMsgAttachment[] Attachments => Opened(each => each.Kind != FileKind.Image);

    /// <summary>The images that stand inside the text; none while the message is sealed and has not been opened.</summary>
    public IpMsgAttachment[] Images => Opened(each => each.Kind == FileKind.Image);

    /// <summary>When it arrived.</summary>
    public DateTimeOffset ReceivedAt => Message.ReceivedAt;

    /// <summary>True when it came sealed: its sender wants to know when it is opened.</summary>
    public bool IsSealed => Message.IsSealed;

    /// <summary>True when the sender asks that a password be demanded before it is shown.</summary>
    public bool IsLocked => (Message.Flags & MessageFlags.Locked) != 0;

    /// <summary>True when it may be read: it was not sealed, or Open-IpMsg has opened it.</summary>
    public bool IsOpened => Message.IsOpened;

    /// <summary>True when Remove-IpMsg has thrown it away.</summary>
    public bool IsRemoved => Message.IsDiscarded;

    /// <summary>True when the sender asks that the text be not logged.</summary>
    public bool NoLog => (Message.Flags & MessageFlags.NoLog) != 0;

    /// <summary>True when it came encrypted.</summary>
    public bool IsEncrypted => Message.Envelope is not null;

    /// <summary>How it was encrypted and signed, such as "RSA-2048, AES-256, SHA-256"; null in plaintext.</summary>
    public string? Cipher => Message.Envelope is { } envelope ? CipherText.Of(envelope.Suite) : null;

    /// <summary>
    /// Whether its sender is who he says: Valid by the key that is pinned for him; Invalid, then it is another's or was changed;
    /// UnknownKey while his key has not come; None without a signature, and then it may be anybody's.
    /// </summary>
    public SignatureStatus Signature => Message.Envelope is not { } envelope ? SignatureStatus.None
        : envelope.Signature != SignatureStatus.UnknownKey ? envelope.Signature
        : envelope.Check(Listener.Node.Keys.Find(Message.User, Message.Host)?.Key);

    /// <summary>All who got it, as user@host, when its sender tells; empty otherwise.</summary>
    public string[] Recipients => Array.ConvertAll([.. Message.Recipients], each => FingerprintName.Bare(each.User) + "@" + each.Host);

    /// <summary>True when it went to everyone.</summary>
    public bool IsBroadcast => (Message.Flags & MessageFlags.Broadcast) != 0;

    /// <summary>True when it went to several recipients.</summary>
    public bool IsMulticast => (Message.Flags & (MessageFlags.Multicast | MessageFlags.NewMulti)) != 0;

    /// <summary>True when a program wrote it, such as an automatic reply: it is not to be answered automatically.</summary>
    public bool IsAutomatic => (Message.Flags & MessageFlags.AutoReturn) != 0;

    /// <summary>True when the sender was told that it arrived.</summary>
    public bool IsConfirmed => Message.IsConfirmed;

    /// <summary>The sender's packet number, as its digits came.</summary>
    public string PacketNumber => Message.NumberText;

    private IpMsgAttachment[] Opened(Predicate<IpMsgAttachment> which) => IsOpened ? Array.FindAll(_attachments.Value, which) : [];

    /// <summary>By time of arrival.</summary>
    public int CompareTo(IpMsgMessage? other) => other is null ? 1 : ReceivedAt.CompareTo(other.ReceivedAt);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as IpMsgMessage);

    /// <summary>The text, made harmless for a terminal, or a word that it is sealed.</summary>
    public override string ToString() => Text is null ? "(sealed)" : SafeText.Lines(Text);
}
