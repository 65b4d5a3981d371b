using System;
using System.Collections.Generic;
using System.Net;
using System.Text;

namespace IpMsg.Protocol;

/// <summary>A recipient for whom a message is too long (R18).</summary>
/// <param name="To">The recipient.</param>
/// <param name="Limit">The bytes its client receives whole; the message needs more.</param>
public sealed record TooLong(IPEndPoint To, int Limit);

/// <summary>A message made ready for its recipients, not yet sent.</summary>
/// <param name="Deliveries">One for each recipient.</param>
/// <param name="TooLongFor">Recipients who would not receive it whole; when there are any, nothing should be sent.</param>
public sealed record Composition(IReadOnlyList<Delivery> Deliveries, IReadOnlyList<TooLong> TooLongFor);

/// <summary>Writes messages: one datagram for each encoding and form that the recipients need, all with one number (R53).</summary>
internal sealed class Composer
{
    /// <summary>NULs behind the fourth and fifth transmission, against network cards that garble checksums (R44).</summary>
    internal const int Padding = 64;

    private readonly MemberContext _context;
    private readonly Roster _roster;

    internal Composer(MemberContext context, Roster roster)
    {
        _context = context;
        _roster = roster;
    }

    internal Composition Compose(OutgoingMessage message, IReadOnlyList<IPEndPoint> recipients, bool isBroadcast)
    {
        message = message with { Text = LineEnds.Normalise(message.Text) };
        uint number = _context.NextNumber();
        var flags = FlagsOf(message, recipients.Count, isBroadcast);
        var list = new OfferList(message, number, _context.Random);
        var letters = new Dictionary<(Encoding, bool, bool), Letter>();
        var deliveries = new List<Delivery>(recipients.Count);
        var tooLong = new List<TooLong>();
        foreach (var to in recipients)
        {
            var member = _roster.At(to);
            var encoding = EncodingFor(member, message, out bool flagged);
            bool inline = list.HasImages && member is not null && (member.Status & EntryFlags.CanShowImages) != 0;
            if (!letters.TryGetValue((encoding, flagged, inline), out var letter))
                letters[(encoding, flagged, inline)] = letter = Write(message.Text, number, flags, encoding, flagged, list, inline);
            int limit = (member?.Dialect ?? ClientDialect.Standard).MaximumDatagram() - Padding;
            if (letter.Length > limit)
                tooLong.Add(new TooLong(to, limit));
            var delivery = new Delivery(message, to, member, number, letter.Bytes, letter.Length, letter.IsLossy);
            delivery.Offers = list.OffersOf(delivery, inline);
            deliveries.Add(delivery);
        }
        return new Composition(deliveries, tooLong);
    }

    private static MessageFlags FlagsOf(OutgoingMessage message, int recipients, bool isBroadcast)
    {
        var flags = MessageFlags.None;
        if (isBroadcast)
            flags |= MessageFlags.Broadcast;
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

    // Of a mere address nothing is known; every client of the last fifteen years reads the UTF-8 flag. It decides on the names inside
    // a folder as well (R93), and nobody has looked at those yet.
    private Encoding EncodingFor(Member? member, OutgoingMessage message, out bool flagged)
    {
        if (member is not null)
            return _context.Settings.Codec.WriteTo(member.Status, member.Habit, member.Dialect, out flagged);
        flagged = !IsAscii(message.Text);
        foreach (var file in message.Files)
            flagged |= file.Attachment.Kind == FileKind.Folder || !IsAscii(file.Attachment.Name);
        return flagged ? TextCodec.Utf8 : _context.Settings.Codec.CodePage;
    }

    private static bool IsAscii(string text)
    {
        foreach (char each in text)
        {
            if (each > 0x7F)
                return false;
        }
        return true;
    }

    private Letter Write(string text, uint number, MessageFlags flags, Encoding encoding, bool flagged, OfferList list, bool inline)
    {
        if (flagged)
            flags |= MessageFlags.Utf8 | MessageFlags.CanUtf8;
        var (user, host) = _context.Presence.HeaderNames(encoding);
        int most = user.Length + host.Length + 32 + encoding.GetByteCount(text) + list.Measure(encoding);
        var buffer = new byte[most + Padding];
        var writer = new PacketWriter(buffer);
        writer.Header(number, user, host, (uint)flags | (uint)Command.SendMessage);
        writer.Text(text, encoding);
        writer.Nul();
        if (list.Entries(inline).Count > 0)
        {
            AttachmentListWriter.Write(ref writer, list.Entries(inline), encoding);
            writer.Nul();
        }
        return new Letter(buffer, writer.Length, !TextCodec.CanWrite(text, encoding));
    }

    private readonly record struct Letter(byte[] Bytes, int Length, bool IsLossy);
}
