using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// iptux reads a datagram in one encoding. Announcements bear names in a code page beside the same in UTF-8 (R14), and when the two pass
/// for no encoding it knows, it takes us for a writer of UTF-16: our name is lost, and all it sends us is cut off behind the first
/// digit. So it gets our names once more, in one encoding alone.
/// </summary>
internal sealed class IptuxCompatibility
{
    private const int MaxCorrected = 4_096;

    private readonly MemberContext _context;
    private readonly HashSet<IPEndPoint> _corrected = [];

    internal IptuxCompatibility(MemberContext context)
    {
        _context = context;
    }

    /// <summary>
    /// True for what an iptux that takes us for a writer of UTF-16 makes of any packet: a byte order mark, "1" and nothing.
    /// </summary>
    internal static bool IsMisreadReport(ReadOnlySpan<byte> datagram) =>
        datagram.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, (byte)'1', 0]);

    /// <summary>An entry to one endpoint. False when it is no iptux, or an ordinary entry does.</summary>
    internal bool TryEnter(IPEndPoint to)
    {
        _corrected.Remove(to);
        if (!IsNeeded || _context.Roster.At(to) is not { Dialect: ClientDialect.Iptux } member)
            return false;
        _context.PacketSender.SendPlainEntry(to, EncodingOf(member));
        return true;
    }

    /// <summary>An entry or absence has just been broadcast. An answer corrects it, for no answer comes to that.</summary>
    internal void Correct()
    {
        _corrected.Clear();
        if (!IsNeeded)
            return;
        foreach (var member in _context.Roster.All)
        {
            if (member.Dialect == ClientDialect.Iptux)
                _context.PacketSender.SendEntryReply(member.EndPoint, false, EncodingOf(member));
        }
    }

    /// <summary>
    /// Somebody has misread our announcement; once for each, or two clients could keep each other busy. From then on an iptux writes to us
    /// as this is written: so one that writes a code page goes on with that.
    /// </summary>
    internal void OnMisread(IPEndPoint from)
    {
        var member = _context.Roster.At(from);
        if (!IsNeeded || member is { Dialect: not ClientDialect.Iptux })
            return;
        if (_corrected.Count < MaxCorrected && _corrected.Add(from))
            _context.PacketSender.SendPlainEntry(from, member is null ? TextCodec.Utf8 : EncodingOf(member));
    }

    private bool IsNeeded
    {
        get
        {
            var presence = _context.Presence;
            string names = presence.WireNickName + presence.GroupName + _context.Settings.UserName + _context.Settings.HostName;
            return _context.Settings.Codec.CodePage != TextCodec.Utf8 && Encoding.UTF8.GetByteCount(names) > names.Length;
        }
    }

    private Encoding EncodingOf(Member member) =>
        _context.Settings.Codec.WriteTo(EntryFlags.None, member.ObservedEncoding, member.Dialect, out _);
}
