using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>Makes a message of a packet, and of what was in its envelope: whose it is, what it says and offers (R13, R62, R67, R95, R99).</summary>
internal sealed class MessageReader
{
    private readonly MemberContext _context;
    private readonly KeyRing _ring;

    internal MessageReader(MemberContext context, KeyRing ring)
    {
        _context = context;
        _ring = ring;
    }

    /// <summary>The key of whoever a file request names as its sender; null when it is not known. Its port says nothing of him.</summary>
    internal PublicKey? KeyOf(in Packet packet) => _ring.Find(
        _context.Settings.Codec.Read(packet.User, packet.IsUtf8), _context.Settings.Codec.Read(packet.Host, packet.IsUtf8))?.Key;

    /// <summary>The key of whoever a message names as its sender; null when it is not known.</summary>
    internal PublicKey? KeyOf(in Packet packet, IPEndPoint from)
    {
        var sender = _context.Roster.At(from);
        var dialect = sender?.Dialect ?? ClientDialects.Of(packet);
        var observed = sender?.ObservedEncoding ?? ObservedEncoding.Unknown;
        var codec = _context.Settings.Codec;
        return _ring.Find(codec.Read(packet.User, packet.IsUtf8, observed, dialect), codec.Read(packet.Host, packet.IsUtf8, observed, dialect))?.Key;
    }

    /// <summary>The message; null when it is not to be heard: plainly under a name that vouches for a key (R30).</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="decrypted">What was in its envelope; null when it came in plaintext.</param>
    internal IncomingMessage? Read(in Packet packet, IPEndPoint from, DecryptedEnvelope? decrypted)
    {
        // Nobody signs the flags: a list that was signed counts, also when somebody on the way put his own outside and took the flag away.
        bool mayHideLists = (packet.MessageFlags & MessageFlags.EncryptedLists) != 0 || decrypted?.Signature == SignatureStatus.Valid;
        var content = decrypted is null ? default : EnvelopeContent.Read(decrypted.Plaintext, mayHideLists);
        bool hidesLists = (packet.MessageFlags & MessageFlags.EncryptedLists) != 0 || !content.Attachments.IsEmpty;
        var body = decrypted is null ? packet.Body : content.Text;
        var list = decrypted is not null && hidesLists ? content.Attachments : packet.Ext;
        var sender = _context.Roster.At(from);
        var dialect = sender?.Dialect ?? ClientDialects.Of(packet);
        var observed = sender?.ObservedEncoding ?? ObservedEncoding.Unknown;
        if (!packet.IsUtf8)
            observed = TextCodec.Learn(observed, body);
        if (sender is not null)
            sender.ObservedEncoding = observed;
        var codec = _context.Settings.Codec;
        string user = codec.Read(packet.User, packet.IsUtf8, observed, dialect);
        string host = codec.Read(packet.Host, packet.IsUtf8, observed, dialect);
        if (_context.Settings.EnforcesFingerprints && decrypted is null && FingerprintName.IsMatch(user) && !IsHarmlessReply(packet.MessageFlags))
            return null;
        // A broadcast may come by a road on which its sender is not known, IPv6 for one; answers take the one that is.
        if (sender is null && (packet.MessageFlags & MessageFlags.Broadcast) != 0 && (sender = _context.Roster.FindByBareName(user, host)) is not null)
            from = sender.EndPoint;
        // A signature is that of the names in the header, and anybody may send it from the address of somebody else.
        if (decrypted is { Signature: not SignatureStatus.None } && sender is not null && !KeyRing.NamesOf(sender).Equals(KeyRing.NamesOf(user, host)))
            sender = null;
        PacketNumber.TryRead(packet.Number, out uint number);
        string text = codec.Read(body, packet.IsUtf8, observed, dialect);
        var message = new IncomingMessage(from, user, host, sender, PacketNumber.Text(packet.Number), number, packet.MessageFlags, text, _context.Now.Wall);
        if ((packet.MessageFlags & MessageFlags.Attachments) != 0)
        {
            message.Names = new NameDecoder(codec, packet.IsUtf8, observed, dialect);
            message.Attachments = AttachmentListReader.Read(list, message.Names);
        }
        message.Envelope = decrypted;
        if (!content.Recipients.IsEmpty)
            message.Recipients = RecipientList.Read(content.Recipients, new NameDecoder(codec, packet.IsUtf8, observed, dialect));
        return message;
    }

    // Programs reply in plain text, as the absence text of the reference client does, and want nothing in return.
    private static bool IsHarmlessReply(MessageFlags flags) => (flags & MessageFlags.AutoReturn) != 0
        && (flags & (MessageFlags.Locked | MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.ReadCheck | MessageFlags.Attachments)) == 0;
}
