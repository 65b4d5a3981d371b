using System;
using System.Buffers;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>Writes and sends all packets except messages, in pooled buffers.</summary>
internal sealed class PacketSender
{
    private const int ShortPacketLength = 512;
    private const int EntryPacketLength = 4096;
    private const int MaxBodyOnStack = 64;

    private readonly MemberContext _context;

    internal PacketSender(MemberContext context) => _context = context;

    private Encoding CodePage => _context.Settings.Codec.CodePage;

    /// <summary>Sends a packet with an ASCII body: confirmations, requests, notices (R39).</summary>
    /// <returns>False when it is an answer and is withheld (R117); likewise below.</returns>
    internal bool SendAscii(
        IPEndPoint to, Command command, uint flags, ReadOnlySpan<byte> body, uint? number = null, bool isAnswer = false)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ShortPacketLength + body.Length);
        var writer = Begin(buffer, number ?? _context.NextNumber(), CodePage, command, flags);
        writer.Bytes(body);
        writer.Nul();
        return Enqueue(to, buffer, writer, isAnswer);
    }

    /// <summary>Sends a packet with an ASCII body, such as the number of a message in a confirmation (R39).</summary>
    /// <param name="to">The recipient.</param>
    /// <param name="command">The command.</param>
    /// <param name="flags">The option bits.</param>
    /// <param name="body">ASCII characters, also NUL.</param>
    /// <param name="number">The packet number; null for a new one.</param>
    /// <param name="isAnswer">True for an answer to a packet, which the limits of R117 may withhold.</param>
    internal bool SendAscii(IPEndPoint to, Command command, uint flags, string body, uint? number = null, bool isAnswer = false)
    {
        // Most numbers fit on the stack, which saves an allocation a message. A sender may give a number any length.
        Span<byte> bytes = body.Length <= MaxBodyOnStack ? stackalloc byte[body.Length] : new byte[body.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)body[i];
        return SendAscii(to, command, flags, bytes, number, isAnswer);
    }

    /// <summary>Sends the own public key (R57).</summary>
    internal void SendKey(IPEndPoint to, PublicKeyAnswer answer)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ShortPacketLength + 2_048);
        var writer = Begin(buffer, _context.NextNumber(), CodePage, Command.AnswerPublicKey, 0);
        answer.Write(ref writer);
        writer.Nul();
        Enqueue(to, buffer, writer);
    }

    /// <summary>Sends a packet whose body is a text in the encoding of the recipient.</summary>
    internal bool SendText(
        IPEndPoint to, Command command, MessageFlags flags, string body, (Encoding Encoding, bool IsFlagged) form, bool isAnswer = false)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PacketWriter.MaxDatagram);
        var allFlags = form.IsFlagged ? flags | MessageFlags.Utf8 | MessageFlags.CanUtf8 : flags;
        var writer = Begin(buffer, _context.NextNumber(), form.Encoding, command, (uint)allFlags);
        writer.Text(body, form.Encoding);
        writer.Nul();
        return Enqueue(to, buffer, writer, isAnswer);
    }

    /// <summary>Sends an entry, absence or no-operation (R14, R21, R28).</summary>
    /// <param name="to">The recipient, or a broadcast address.</param>
    /// <param name="command">The command.</param>
    /// <param name="encoding">The encoding of the names; null for the code page.</param>
    /// <param name="isAnswer">True when a packet from there causes it (R117).</param>
    /// <param name="line">A further line of the trailer; null for the usual one of an entry.</param>
    internal bool SendAnnouncement(
        IPEndPoint to, Command command, Encoding? encoding = null, bool isAnswer = false, byte[]? line = null)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(EntryPacketLength);
        var writer = Announcement(buffer, _context.NextNumber(), command, encoding);
        writer.Bytes(line ?? (command == Command.Entry ? _context.EntryObserver?.EntryLine : null));
        return Enqueue(to, buffer, writer, isAnswer, isEntry: command == Command.Entry);
    }

    /// <summary>Sends an exit (R14, R29).</summary>
    /// <param name="to">The recipient.</param>
    /// <param name="number">The packet number, which all exits of the member have.</param>
    /// <param name="encoding">The encoding of the names outside of the trailer; null for the code page.</param>
    /// <param name="proof">The last lines of the trailer (R125); empty for none.</param>
    internal void SendExit(IPEndPoint to, uint number, Encoding? encoding, ReadOnlySpan<byte> proof)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(EntryPacketLength);
        var writer = Announcement(buffer, number, Command.Exit, encoding);
        writer.Bytes(proof);
        Enqueue(to, buffer, writer);
    }

    private PacketWriter Announcement(byte[] buffer, uint number, Command command, Encoding? encoding)
    {
        var (presence, settings) = (_context.Presence, _context.Settings);
        encoding ??= CodePage;
        var writer = Begin(buffer, number, encoding, command, (uint)presence.Status);
        EntryWriter.Announcement(
            ref writer, settings.UserName, settings.HostName, presence.WireNickName, presence.GroupName, encoding);
        return writer;
    }

    /// <summary>Sends the reply to an entry, in UTF-8 when the entry announces support for it (R23).</summary>
    internal bool SendEntryReply(IPEndPoint to, bool inUtf8, Encoding encoding, bool isAnswer) =>
        SendNames(to, Command.AnswerEntry, inUtf8 ? EntryFlags.Utf8 : EntryFlags.None, encoding, isAnswer);

    /// <summary>
    /// Sends lines in the trailer of an IPMSG_NOOPERATION, which every other client ignores (R121). It answers a packet, so the limits of
    /// R117 may withhold it.
    /// </summary>
    internal bool SendLines(IPEndPoint to, ReadOnlySpan<byte> lines)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(EntryPacketLength);
        var flags = _context.Presence.Status | EntryFlags.CanUtf8;
        var writer = Begin(buffer, _context.NextNumber(), CodePage, Command.NoOperation, (uint)flags);
        writer.Nul();
        writer.Nul();
        writer.Bytes(lines);
        return Enqueue(to, buffer, writer, isAnswer: true);
    }

    /// <summary>Sends an entry as an answer (R48, R117): without the trailer when the question is too short for it.</summary>
    internal void SendEntry(IPEndPoint to)
    {
        if (!SendAnnouncement(to, Command.Entry, isAnswer: true) && _context.Presence.HasAsciiNames)
            SendPlainEntry(to, CodePage, isAnswer: true);
    }

    /// <summary>Sends an entry in a single encoding, for clients that read a datagram in one encoding.</summary>
    internal bool SendPlainEntry(IPEndPoint to, Encoding encoding, bool isAnswer = false) =>
        SendNames(to, Command.Entry, EntryFlags.None, encoding, isAnswer);

    private bool SendNames(IPEndPoint to, Command command, EntryFlags flags, Encoding encoding, bool isAnswer)
    {
        var presence = _context.Presence;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(EntryPacketLength);
        var writer = Begin(buffer, _context.NextNumber(), encoding, command, (uint)(presence.Status | flags));
        // Recipients without CAPUTF8OPT know no trailer, and without our own CAPUTF8OPT nobody reads it (R15).
        bool hasTrailer = (flags & EntryFlags.Utf8) != 0 && (presence.Status & EntryFlags.CanUtf8) != 0;
        EntryWriter.Answer(ref writer, presence.WireNickName, presence.GroupName, encoding, hasTrailer);
        return Enqueue(to, buffer, writer, isAnswer, isEntry: command == Command.Entry);
    }

    private PacketWriter Begin(byte[] buffer, uint number, Encoding encoding, Command command, uint flags)
    {
        var (user, host) = _context.Presence.HeaderNames(encoding);
        int limit = Math.Min(buffer.Length, PacketWriter.MaxDatagram);
        var writer = new PacketWriter(buffer.AsSpan(0, limit));
        writer.Header(number, user, host, flags | (uint)command);
        return writer;
    }

    // A packet that does not fit is not sent (R18). Names are bounded, so only very long texts exceed the limit.
    private bool Enqueue(IPEndPoint to, byte[] buffer, PacketWriter writer, bool isAnswer = false, bool isEntry = false)
    {
        bool isWithheld = !writer.IsFull && isAnswer && !_context.AnswerLimits.TryTake(to, writer.Length);
        if (writer.IsFull || isWithheld)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return !isWithheld;
        }
        if (isEntry)
            _context.AnswerLimits.OnEntrySent(to);
        _context.Counters.Sent++;
        _context.Outputs.Send(new Transmit(to, buffer, writer.Length, isPooled: true));
        return true;
    }
}
