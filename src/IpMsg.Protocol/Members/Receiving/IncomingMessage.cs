using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>A message that has arrived, with the words of its sender as they were.</summary>
public sealed class IncomingMessage
{
    private volatile bool _isOpened, _isDiscarded, _isConfirmed;

    internal IncomingMessage(
        IPEndPoint from,
        string user,
        string host,
        Member? sender,
        string numberText,
        uint number,
        MessageFlags flags,
        string text,
        DateTimeOffset receivedAt)
    {
        From = from;
        User = user;
        Host = host;
        Sender = sender;
        NumberText = numberText;
        Number = number;
        Flags = flags;
        Text = text;
        ReceivedAt = receivedAt;
        IsOpened = !IsSealed;
    }

    /// <summary>
    /// The message in a packet, or in its envelope; null when it is not to be shown: in plaintext under a name with a fingerprint (R30).
    /// </summary>
    /// <param name="context">Who is known, and how text is read.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="decrypted">What was in its envelope; null when it came in plaintext.</param>
    internal static IncomingMessage? Read(MemberContext context, in Packet packet, IPEndPoint from, DecryptedEnvelope? decrypted)
    {
        // Nobody signs the flags: a signed list counts, also when another one stands outside and the flag is gone.
        bool hidesLists = (packet.MessageFlags & MessageFlags.EncryptedLists) != 0;
        var content = decrypted is null ? default
            : EnvelopeContent.Read(decrypted.Plaintext, hidesLists || decrypted.Signature == SignatureStatus.Valid);
        hidesLists |= !content.Attachments.IsEmpty;
        var body = decrypted is null ? packet.Body : content.Text;
        var sender = context.Roster.At(from);
        var dialect = sender?.Dialect ?? ClientDialects.Of(packet);
        var observed = sender?.ObservedEncoding ?? ObservedEncoding.Unknown;
        if (!packet.IsUtf8)
            observed = TextCodec.Learn(observed, body);
        if (sender is not null)
            sender.ObservedEncoding = observed;
        var codec = context.Settings.Codec;
        string user = codec.Read(packet.User, packet.IsUtf8, observed, dialect);
        string host = codec.Read(packet.Host, packet.IsUtf8, observed, dialect);
        if (context.Settings.EnforcesFingerprints && decrypted is null && FingerprintName.IsMatch(user)
            && !IsHarmlessReply(packet.MessageFlags))
            return null;
        // A broadcast may come from an address at which its sender is not known, such as an IPv6 one. Answers go to the known one.
        if (sender is null && (packet.MessageFlags & MessageFlags.Broadcast) != 0
            && (sender = context.Roster.FindByBareName(user, host)) is not null)
            from = sender.EndPoint;
        // The signature is that of the names in the header, and anybody may send it from the address of somebody else.
        if (decrypted is { Signature: not SignatureStatus.None } && sender is not null
            && !KeyRing.NamesOf(sender).Equals(KeyRing.NamesOf(user, host)))
            sender = null;
        PacketNumber.TryRead(packet.Number, out uint number);
        string text = PacketReader.Text(body, codec.EncodingOf(body, packet.IsUtf8, observed, dialect));
        var message = new IncomingMessage(
            from, user, host, sender, PacketNumber.Text(packet.Number), number, packet.MessageFlags, text, context.Now.Wall)
        {
            Envelope = decrypted,
        };
        if ((packet.MessageFlags & MessageFlags.Attachments) != 0)
        {
            var list = decrypted is not null && hidesLists ? content.Attachments : packet.Ext;
            message.Names = new NameDecoder(codec, packet.IsUtf8, observed, dialect);
            message.Attachments = AttachmentListReader.Read(list, message.Names);
        }
        if (!content.Recipients.IsEmpty)
            message.Recipients = RecipientList.Read(content.Recipients, new NameDecoder(codec, packet.IsUtf8, observed, dialect));
        return message;
    }

    /// <summary>Where it came from, and where its confirmation goes.</summary>
    public IPEndPoint From { get; }

    /// <summary>The sender's user name.</summary>
    public string User { get; }

    /// <summary>The sender's host name.</summary>
    public string Host { get; }

    /// <summary>The sender as a member at the time; null for a stranger.</summary>
    public Member? Sender { get; }

    /// <summary>The packet number as its digits were sent (R7).</summary>
    public string NumberText { get; }

    /// <summary>The packet number modulo 2^32.</summary>
    public uint Number { get; }

    /// <summary>The option bits.</summary>
    public MessageFlags Flags { get; }

    /// <summary>
    /// The text, lines ending with LF (R19). Of a sealed message too: hiding it until <see cref="IsOpened"/> is for those who show it
    /// (R49).
    /// </summary>
    public string Text { get; }

    /// <summary>
    /// What it offers: files, folders, and images for inside the text (R74, R94). Names are for <see cref="SafeFileName"/>.
    /// </summary>
    public IReadOnlyList<Attachment> Attachments { get; internal set; } = [];

    /// <summary>How the sender's file names are read, in this list and in the streams of its folders (R93).</summary>
    public NameDecoder? Names { get; internal set; }

    /// <summary>The envelope that it came in; null when it came in plaintext.</summary>
    public DecryptedEnvelope? Envelope { get; internal set; }

    /// <summary>All who got it, when its sender says so (R67); empty otherwise.</summary>
    public IReadOnlyList<RecipientName> Recipients { get; internal set; } = [];

    /// <summary>When it arrived.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>True for a sealed message (R49).</summary>
    public bool IsSealed => (Flags & MessageFlags.Sealed) != 0;

    /// <summary>True once a sealed message has been opened, and for all that are not sealed.</summary>
    public bool IsOpened
    {
        get => _isOpened;
        internal set => _isOpened = value;
    }

    /// <summary>True once it was thrown away.</summary>
    public bool IsDiscarded
    {
        get => _isDiscarded;
        internal set => _isDiscarded = value;
    }

    /// <summary>True when the sender was told that it arrived: such a message must not get lost (R39).</summary>
    public bool IsConfirmed
    {
        get => _isConfirmed;
        internal set => _isConfirmed = value;
    }

    /// <summary>True when the sender waits for a confirmation (R39 to R41).</summary>
    internal bool WantsConfirmation => (Flags & MessageFlags.SendCheck) != 0 && !IsOneWay;

    /// <summary>True when nothing at all is answered (R40).</summary>
    internal bool IsOneWay => (Flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) != 0;

    /// <summary>Its place among all that arrived.</summary>
    internal long Order { get; set; }

    /// <summary>What an identical arrival is recognised by.</summary>
    internal DuplicateKey Key { get; set; }

    /// <summary>What its replay is recognised by; null for a message that nobody has signed.</summary>
    internal DuplicateKey? ReplayKey { get; set; }

    // Programs reply in plaintext, as the absence text of the reference client does, and expect nothing in return.
    private static bool IsHarmlessReply(MessageFlags flags) => (flags & MessageFlags.AutoReturn) != 0
        && (flags & (MessageFlags.Locked | MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.ReadCheck)) == 0
        && (flags & MessageFlags.Attachments) == 0;
}
