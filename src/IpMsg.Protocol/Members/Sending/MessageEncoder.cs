using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>A recipient for whom a message is too long (R18).</summary>
/// <param name="To">The recipient.</param>
/// <param name="Limit">The maximum length in bytes for its client; the message is longer.</param>
public sealed record MessageTooLong(IPEndPoint To, int Limit);

/// <summary>A message that is written for its recipients and not sent yet.</summary>
/// <param name="Deliveries">One for each recipient.</param>
/// <param name="TooLongFor">The recipients for whom it is too long; when there are any, do not send it.</param>
public sealed record EncodedMessage(IReadOnlyList<Delivery> Deliveries, IReadOnlyList<MessageTooLong> TooLongFor);

/// <summary>Writes messages: one datagram for each encoding and form that the recipients need, all with one number (R53).</summary>
internal sealed class MessageEncoder
{
    /// <summary>The number of NULs after the fourth and fifth transmission, for network cards with wrong checksums (R44).</summary>
    internal const int Padding = 64;

    /// <summary>The maximum length of a header without the names.</summary>
    internal const int HeaderLength = 40;

    private readonly MemberContext _context;
    private readonly OutgoingEncryption _outgoingEncryption;

    internal MessageEncoder(MemberContext context, OutgoingEncryption outgoingEncryption)
    {
        _context = context;
        _outgoingEncryption = outgoingEncryption;
    }

    internal EncodedMessage Compose(
        OutgoingMessage message, IReadOnlyList<IPEndPoint> recipients, bool isBroadcast, SentDatagram? earlier = null)
    {
        uint number = earlier?.Number ?? _context.NextNumber();
        var flags = FlagsOf(message, recipients.Count, isBroadcast);
        var list = new OfferList(message, number, _context.Random, earlier?.FirstFileId ?? 0);
        var forms = new Dictionary<(Encoding, bool, OfferListForm, bool, bool), (MessageForm Form, byte[] Bytes, int Length)>();
        var deliveries = new List<Delivery>(recipients.Count);
        var messageTooLong = new List<MessageTooLong>();
        var known = isBroadcast ? [] : Known(recipients);
        bool isRepeated = earlier is { Bytes.Length: > 0 };
        ulong? nonce = earlier?.Nonce;
        foreach (var to in recipients)
        {
            var member = _context.Roster.At(to);
            message.Preferences.TryGetValue(to, out var preference);
            var own = preference?.Encryption is { } policy ? message with { Encryption = policy } : message;
            var encoding = EncodingFor(member, message, preference?.Encoding, out bool flagged);
            var listForm = list.FormFor(member);
            // Peers that encrypt ignore plaintext from names with a fingerprint, so plaintext has the bare name (R30).
            bool isBare = isBroadcast || message.IsOneShot || member is null || (member.Status & EntryFlags.CanEncrypt) != 0;
            bool asksForProof = isRepeated ? nonce is not null
                : flagged && member is { ConfirmsWithProof: true } && (flags & MessageFlags.SendCheck) != 0;
            if (!forms.TryGetValue((encoding, flagged, listForm, isBare, asksForProof), out var written))
            {
                var formFlags = flagged ? flags | MessageFlags.Utf8 | MessageFlags.CanUtf8 : flags;
                var messageForm = new MessageForm(formFlags, encoding, list, listForm)
                {
                    Nonce = asksForProof ? nonce ??= MessageProof.DrawNonce(_context.Random) : null,
                };
                var (bytes, length) = Write(message.Text, messageForm, number, isBare);
                forms[(encoding, flagged, listForm, isBare, asksForProof)] = written = (messageForm, bytes, length);
            }
            int limit = (member?.Dialect ?? ClientDialect.Standard).MaxDatagram() - written.Form.Growth;
            if (_outgoingEncryption.Measure(written.Form, written.Length, member, own) > limit)
                messageTooLong.Add(new MessageTooLong(to, limit));
            var delivery = new Delivery(own, to, member, number, written.Form)
            {
                Bytes = written.Bytes,
                Length = written.Length,
                Recipients = known,
            };
            if (isRepeated)
                Repeat(delivery, earlier!);
            delivery.Offers = list.OffersOf(delivery, listForm);
            deliveries.Add(delivery);
        }
        return new EncodedMessage(deliveries, messageTooLong);
    }

    private static void Repeat(Delivery delivery, SentDatagram earlier)
    {
        delivery.Bytes = [.. earlier.Bytes, .. new byte[Padding]];
        delivery.Length = earlier.Bytes.Length;
        delivery.EncryptedFor = earlier.EncryptedFor;
        delivery.Report = delivery.Report with { Suite = earlier.Suite, Attempts = 1 };
    }

    private Member[] Known(IReadOnlyList<IPEndPoint> recipients)
    {
        if (recipients.Count is < 2 or > RecipientList.MaxRecipients)
            return [];
        var known = new List<Member>(recipients.Count);
        foreach (var to in recipients)
        {
            if (_context.Roster.At(to) is { } member)
                known.Add(member);
        }
        return [.. known];
    }

    /// <summary>The option bits that all recipients of a message get. The bit of UTF-8 depends on the recipient.</summary>
    internal static MessageFlags FlagsOf(OutgoingMessage message, int recipients, bool isBroadcast)
    {
        var flags = MessageFlags.None;
        if (isBroadcast)
            flags |= MessageFlags.Broadcast;
        else if (message.IsAutomatic)
            flags |= MessageFlags.AutoReturn;
        else if (message.IsOneShot)
            flags |= MessageFlags.NoAddList;
        else
            flags |= MessageFlags.SendCheck;
        if (recipients > 1 && !isBroadcast)
            flags |= MessageFlags.Multicast;
        if (message.IsSealed)
            flags |= MessageFlags.Sealed | MessageFlags.ReadCheck;
        if (message.IsLocked)
            flags |= MessageFlags.Locked;
        if (message.NoLog)
            flags |= MessageFlags.NoLog;
        if (message.Files.Count > 0)
            flags |= MessageFlags.Attachments;
        return flags;
    }

    // A plain address has no known capabilities; current clients read the UTF-8 flag. The flag also applies to the names inside a folder
    // (R93), which are not read here.
    private Encoding EncodingFor(Member? member, OutgoingMessage message, Encoding? preferred, out bool flagged)
    {
        if (member is not null)
        {
            var encoding = _context.Settings.Codec.WriteTo(member.Status, member.ObservedEncoding, member.Dialect, out flagged);
            return flagged || ReferenceEquals(encoding, TextCodec.Utf8) ? encoding : preferred ?? encoding;
        }
        if (preferred is not null)
        {
            flagged = false;
            return preferred;
        }
        flagged = !message.IsAscii;
        foreach (var file in message.Files)
            flagged |= file.Attachment.Kind == FileKind.Folder;
        return flagged ? TextCodec.Utf8 : _context.Settings.Codec.CodePage;
    }

    // The buffer includes the NULs of late repetitions.
    private (byte[] Bytes, int Length) Write(string text, MessageForm messageForm, uint number, bool isBare)
    {
        var (user, host) = _context.Presence.HeaderNames(messageForm.Encoding, isBare);
        var buffer = new byte[user.Length + host.Length + HeaderLength + messageForm.MaxLength(text) + Padding];
        var writer = new PacketWriter(buffer);
        writer.Header(number, user, host, (uint)messageForm.Flags | (uint)Command.SendMessage);
        writer.Text(text, messageForm.Encoding);
        writer.Nul();
        if (messageForm.HasRest)
            messageForm.WriteRest(ref writer, hidesList: false);
        return (buffer, writer.Length);
    }
}
