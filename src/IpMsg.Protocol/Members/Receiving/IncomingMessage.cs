using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>A received message.</summary>
public sealed class IncomingMessage
{
    private volatile bool _isOpened, _isDiscarded, _isConfirmed;
    private RareParts? _rare;

    internal IncomingMessage(IPEndPoint from, string user, string host, string confirmation, uint number, MessageFlags flags)
    {
        From = from;
        User = user;
        Host = host;
        Confirmation = confirmation;
        Number = number;
        Flags = flags;
        IsOpened = !IsSealed;
    }

    /// <summary>
    /// Reads the message in a packet, or in its envelope; null for plaintext under a name with a fingerprint, which is ignored (R30).
    /// </summary>
    /// <param name="context">The known members and the codec.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="from">The sender's endpoint.</param>
    /// <param name="decrypted">The decrypted envelope, or that of a signed dictionary; null for plaintext.</param>
    internal static IncomingMessage? Read(MemberContext context, in Packet packet, IPEndPoint from, DecryptedEnvelope? decrypted)
    {
        // The flags are not signed. A signed list takes precedence over one outside the envelope, even without the flag.
        bool hidesLists = (packet.MessageFlags & MessageFlags.EncryptedLists) != 0 || decrypted?.IpDict is not null;
        var content = decrypted is null ? default
            : EnvelopeContent.Read(decrypted.Content, hidesLists || decrypted.Signature == SignatureStatus.Valid);
        hidesLists |= !content.Attachments.IsEmpty;
        var body = decrypted is null ? packet.Body : content.Text;
        var sender = context.Roster.At(from);
        var dialect = sender?.Dialect ?? ClientDialects.Of(packet);
        var observed = sender?.ObservedEncoding ?? TextCodec.ExpectedOf(dialect);
        if (!packet.IsUtf8)
            observed = TextCodec.Learn(observed, body);
        var codec = context.Settings.Codec;
        string user = codec.Read(packet.User, packet.IsUtf8, observed, dialect);
        string host = codec.Read(packet.Host, packet.IsUtf8, observed, dialect);
        // The observed encoding belongs to the member: it may have moved, and others may send from its address (R99).
        if (sender is not null && KeyRing.NamesOf(sender).Equals(KeyRing.NamesOf(user, host)))
            sender.ObservedEncoding = observed;
        else if (!packet.IsUtf8)
        {
            var writer = context.Roster.FindByNames(packet);
            observed = TextCodec.Learn(writer?.ObservedEncoding ?? TextCodec.ExpectedOf(ClientDialects.Of(packet)), body);
            dialect = writer?.Dialect ?? dialect;
            user = codec.Read(packet.User, false, observed, dialect);
            host = codec.Read(packet.Host, false, observed, dialect);
        }
        if (context.Settings.EnforcesFingerprints && decrypted is null && FingerprintName.IsMatch(user)
            && !IsHarmlessReply(packet.MessageFlags))
            return null;
        // A broadcast may come from an unknown address of a member, such as an IPv6 address. Replies go to the known one.
        if (sender is null && (packet.MessageFlags & MessageFlags.Broadcast) != 0
            && (sender = context.Roster.FindByBareName(user, host)) is not null)
            from = sender.EndPoint;
        // The signature belongs to the names in the header; the message may come from the address of another member.
        if (decrypted is { Signature: not SignatureStatus.None } && sender is not null
            && !KeyRing.NamesOf(sender).Equals(KeyRing.NamesOf(user, host)))
            sender = null;
        // A machine with two addresses is listed at one of them and may send from the other.
        if (decrypted is { Signature: SignatureStatus.Valid } && context.Roster.At(from) is null)
            sender = context.Roster.FindByName(user, host);
        PacketNumber.TryRead(packet.Number, out uint number);
        string text = PacketReader.Text(body, codec.EncodingOf(body, packet.IsUtf8, observed, dialect));
        var message = new IncomingMessage(from, user, host, MessageProof.ConfirmationOf(packet), number, packet.MessageFlags)
        {
            Sender = sender,
            RawText = text,
            ReceivedAt = context.Now.Wall,
            Envelope = decrypted,
        };
        if ((packet.MessageFlags & MessageFlags.Attachments) != 0)
        {
            var list = decrypted is not null && hidesLists ? content.Attachments : packet.Ext;
            message.Names = new NameDecoder(codec, packet.IsUtf8, observed, dialect);
            message.Attachments = AttachmentListReader.Read(list, message.Names);
        }
        if (message.AsksForProof && MessageSequence.Read(packet) is { } before)
            message.Before = before;
        if (!content.Recipients.IsEmpty)
            message.Recipients = RecipientList.Read(content.Recipients, new NameDecoder(codec, packet.IsUtf8, observed, dialect));
        return message;
    }

    /// <summary>The sender's endpoint, which gets the confirmation.</summary>
    public IPEndPoint From { get; }

    /// <summary>The sender's user name.</summary>
    public string User { get; }

    /// <summary>The sender's host name.</summary>
    public string Host { get; }

    /// <summary>The sender as a member at the time of arrival; null for an unknown sender.</summary>
    public Member? Sender { get; internal set; }

    /// <summary>The digits of the packet number (R7).</summary>
    public string NumberText => Confirmation.IndexOf('\0') is >= 0 and var end ? Confirmation.Substring(0, end) : Confirmation;

    /// <summary>The body of its confirmation: the digits of the packet number, and a proof when it asks for one (R39, R107).</summary>
    internal string Confirmation { get; }

    /// <summary>What <see cref="DuplicateFilter.MarkKept"/> keeps: a repeated dictionary does not show its number.</summary>
    internal string? ConfirmedNumber => Envelope?.IpDict is null ? null : WantsConfirmation ? NumberText : "";

    /// <summary>The packet number modulo 2^32.</summary>
    public uint Number { get; }

    /// <summary>The option bits.</summary>
    public MessageFlags Flags { get; }

    /// <summary>
    /// The text with LF as line end (R19), also of a sealed message. The user interface hides it until <see cref="IsOpened"/> (R49).
    /// </summary>
    public string Text => FeiQText.Read(RawText);

    /// <summary>The text as it came. In messages of FeiQ it has codes of emoticons and images and ends with a font (R108, R112).</summary>
    public string RawText { get; internal init; } = "";

    /// <summary>
    /// The offered files, folders and images in the text (R74, R94). Use <see cref="SafeFileName"/> for their names.
    /// </summary>
    public IReadOnlyList<Attachment> Attachments { get; internal set; } = [];

    /// <summary>Reads the sender's file names, in this list and in the streams of its folders (R93).</summary>
    public NameDecoder? Names
    {
        get => _rare?.Names;
        internal set => (_rare ??= new RareParts()).Names = value;
    }

    /// <summary>The decrypted envelope, or that of a dictionary that was only signed; null for plaintext without a signature.</summary>
    public DecryptedEnvelope? Envelope { get; internal init; }

    /// <summary>False for plaintext, with or without a signature.</summary>
    public bool IsEncrypted => Envelope is { Suite.Encrypts: true };

    /// <summary>All recipients, when the message has a recipient list (R67); empty otherwise.</summary>
    public IReadOnlyList<RecipientName> Recipients
    {
        get => _rare?.Recipients ?? [];
        internal set => (_rare ??= new RareParts()).Recipients = value;
    }

    /// <summary>The time of its arrival.</summary>
    public DateTimeOffset ReceivedAt { get; internal init; }

    /// <summary>True for a sealed message (R49).</summary>
    public bool IsSealed => (Flags & MessageFlags.Sealed) != 0;

    /// <summary>True for an opened sealed message, and for all messages that are not sealed.</summary>
    public bool IsOpened
    {
        get => _isOpened;
        internal set => _isOpened = value;
    }

    /// <summary>True after it was discarded.</summary>
    public bool IsDiscarded
    {
        get => _isDiscarded;
        internal set => _isDiscarded = value;
    }

    /// <summary>True when it was confirmed; a confirmed message must not be lost (R39).</summary>
    public bool IsConfirmed
    {
        get => _isConfirmed;
        internal set => _isConfirmed = value;
    }

    /// <summary>True when the sender waits for a confirmation (R39 to R41).</summary>
    internal bool WantsConfirmation => (Flags & MessageFlags.SendCheck) != 0 && !IsOneWay;

    /// <summary>True for a message that gets no reply of any kind (R40).</summary>
    internal bool IsOneWay => (Flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) != 0;

    /// <summary>The number of the message before it, which its sender has sent and not seen confirmed (R118); null for none.</summary>
    internal uint? Before
    {
        get => _rare?.Before;
        set => (_rare ??= new RareParts()).Before = value;
    }

    /// <summary>True when its confirmation has a proof (R107).</summary>
    internal bool AsksForProof => Confirmation.IndexOf('\0') >= 0;

    /// <summary>Its position in the order of arrival.</summary>
    internal long Order { get; set; }

    /// <summary>The part of the inbox in which it has its place.</summary>
    internal InboxPart Part { get; set; }

    /// <summary>The digest that identifies repetitions.</summary>
    internal DuplicateKey Key { get; set; }

    /// <summary>What the host keeps for the message; the member does not use it.</summary>
    internal object? Tag { get; set; }

    /// <summary>What recognises its copies; null for plaintext.</summary>
    internal ReplayKey? ReplayKey
    {
        get => _rare?.ReplayKey;
        set => (_rare ??= new RareParts()).ReplayKey = value;
    }

    // Programs reply in plaintext, as the absence text of the reference client does, and expect nothing in return.
    private static bool IsHarmlessReply(MessageFlags flags) => (flags & MessageFlags.AutoReturn) != 0
        && (flags & (MessageFlags.Locked | MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.ReadCheck)) == 0
        && (flags & MessageFlags.Attachments) == 0;

    // What a short plaintext message does not have: such messages are most of the memory of a full inbox.
    private sealed class RareParts
    {
        internal NameDecoder? Names { get; set; }

        internal IReadOnlyList<RecipientName> Recipients { get; set; } = [];

        internal ReplayKey? ReplayKey { get; set; }

        internal uint? Before { get; set; }
    }
}
