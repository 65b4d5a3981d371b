using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Sends names to iptux in a single encoding. iptux reads a datagram in one encoding, but announcements have names in a code page and in
/// UTF-8 (R14). When the bytes match no encoding that it knows, iptux assumes UTF-16: it loses the name, and its packets to this member end
/// after the first digit.
/// </summary>
internal sealed class IptuxCompatibility
{
    private const int MaxCorrected = 4_096;

    // Entries in the dialect of iptux can be forged.
    private const int MaxAtOnce = 1_024;

    private readonly MemberContext _context;
    private readonly PacedSends _paced;
    private readonly HashSet<IPEndPoint> _corrected = [];
    private readonly HashSet<IPEndPoint> _told = [];

    internal IptuxCompatibility(MemberContext context, PacedSends paced)
    {
        _context = context;
        _paced = paced;
    }

    /// <summary>
    /// True for a packet of an iptux that assumes UTF-16: a byte order mark, "1" and NUL.
    /// </summary>
    internal static bool IsMisreadReport(ReadOnlySpan<byte> datagram) =>
        datagram.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, (byte)'1', 0]);

    /// <summary>Sends an entry to an iptux. False when the endpoint is another client, or needs no special entry.</summary>
    internal bool TryEnter(IPEndPoint to, bool isAnswer)
    {
        _corrected.Remove(to);
        if (!IsNeeded || _context.Roster.At(to) is not { Dialect: ClientDialect.Iptux } member)
            return false;
        _context.PacketSender.SendPlainEntry(to, EncodingOf(member), isAnswer);
        return true;
    }

    /// <summary>
    /// The encoding of the names of a broadcast: UTF-8 when an iptux is known and no known member needs the code page. All others read the
    /// UTF-8 lines. So no iptux shows a wrong name until it is corrected.
    /// </summary>
    internal Encoding AnnouncementEncoding
    {
        get
        {
            var codePage = _context.Settings.Codec.CodePage;
            if (!IsNeeded)
                return codePage;
            bool hasIptux = false;
            foreach (var member in _context.Roster.All)
            {
                hasIptux |= member.Dialect == ClientDialect.Iptux;
                if ((member.Status & EntryFlags.CanUtf8) == 0 && !ReferenceEquals(EncodingOf(member), TextCodec.Utf8))
                    return codePage;
            }
            return hasIptux ? TextCodec.Utf8 : codePage;
        }
    }

    /// <summary>Sends the names to an iptux that has answered a broadcast before it was known, once for each broadcast.</summary>
    internal void OnAnswer(IPEndPoint from)
    {
        if (IsNeeded && _context.Roster.At(from) is { Dialect: ClientDialect.Iptux } member
            && _told.Count < MaxCorrected && _told.Add(from))
            _context.PacketSender.SendEntryReply(from, false, EncodingOf(member), isAnswer: true);
    }

    /// <summary>Corrects a broadcast entry or absence by ANSENTRY to each iptux, which causes no reply.</summary>
    internal void Correct()
    {
        _corrected.Clear();
        _told.Clear();
        if (!IsNeeded)
            return;
        foreach (var member in _context.Roster.ProvedFirst)
        {
            if (member.Dialect != ClientDialect.Iptux)
                continue;
            if (_told.Count >= MaxAtOnce)
                return;
            _told.Add(member.EndPoint);
            _paced.Add(member.EndPoint, Command.AnswerEntry, Tell);
        }
    }

    /// <summary>
    /// Corrects an announcement that an endpoint has misread, once for each endpoint: two clients could otherwise exchange packets without
    /// end. From then on an iptux writes in the encoding of this entry.
    /// </summary>
    internal void OnMisread(IPEndPoint from)
    {
        var member = _context.Roster.At(from);
        if (!IsNeeded || member is { Dialect: not ClientDialect.Iptux })
            return;
        if (_corrected.Count < MaxCorrected && _corrected.Add(from))
        {
            // Its packet has four bytes, and answers an entry of ours. Without one it is a question like any other (R117).
            bool isAnswer = !_context.AnswerLimits.AwaitsEntryAnswer(from);
            _context.PacketSender.SendPlainEntry(from, member is null ? TextCodec.Utf8 : EncodingOf(member), isAnswer);
        }
    }

    private void Tell(IPEndPoint to)
    {
        if (_context.Roster.At(to) is { Dialect: ClientDialect.Iptux } member)
            _context.PacketSender.SendEntryReply(to, false, EncodingOf(member), isAnswer: false);
    }

    private bool IsNeeded => _context.Settings.Codec.CodePage != TextCodec.Utf8 && !_context.Presence.HasAsciiNames;

    private Encoding EncodingOf(Member member) =>
        _context.Settings.Codec.WriteTo(EntryFlags.None, member.ObservedEncoding, member.Dialect, out _);
}
