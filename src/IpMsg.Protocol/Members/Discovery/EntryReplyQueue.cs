using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Replies to IPMSG_BR_ENTRY with IPMSG_ANSENTRY after a random delay. The delay grows with the number of members, which spreads the
/// replies to a new member over time (R22).
/// </summary>
internal sealed class EntryReplyQueue : ProtocolTimer
{
    private const int Capacity = 100;
    private const int MinDelayMs = 5;

    private readonly MemberContext _context;
    private readonly List<(IPEndPoint To, bool InUtf8)> _waiting = [];
    private readonly HashSet<IPEndPoint> _queued = [];
    private readonly Dictionary<NameKey, IPEndPoint> _names = [];

    internal EntryReplyQueue(MemberContext context)
    {
        _context = context;
    }

    internal void Add(IPEndPoint to, bool inUtf8, NameKey name)
    {
        // An entry arrives over IPv4 and IPv6, and the new member would keep the address of the first reply. Only one reply goes out,
        // over IPv4.
        if (_names.TryGetValue(name, out var other) && Roster.IsIPv6(other) != Roster.IsIPv6(to) && _queued.Contains(other))
        {
            if (Roster.IsIPv6(to))
                return;
            Forget(other);
        }
        if (_waiting.Count >= Capacity)
        {
            if (!_queued.Contains(to))
                Reply(to, inUtf8);
            return;
        }
        if (!_queued.Add(to))
            return;
        _waiting.Add((to, inUtf8));
        _names[name] = to;
        if (_waiting.Count == 1)
            _context.SetTimer(this, _context.Random.Next(MinDelayMs, MaxDelayMs(_context.Roster.Count) + 1));
    }

    /// <summary>Sends the reply to an endpoint at once, before a message to it: the recipient must know the sender.</summary>
    /// <param name="to">The endpoint.</param>
    /// <param name="isAnswer">True when a packet from there causes it (R117).</param>
    internal void SendNow(IPEndPoint to, bool isAnswer = false)
    {
        int place = _waiting.FindIndex(each => each.To.Equals(to));
        if (place < 0)
            return;
        bool inUtf8 = _waiting[place].InUtf8;
        Forget(to);
        Reply(to, inUtf8, isAnswer);
    }

    /// <summary>Removes the reply to an endpoint.</summary>
    internal void Forget(IPEndPoint to)
    {
        if (_queued.Remove(to))
            _waiting.RemoveAll(each => each.To.Equals(to));
    }

    internal override void OnExpired()
    {
        if (!_context.IsLeaving)
        {
            foreach (var (to, inUtf8) in _waiting)
                Reply(to, inUtf8);
        }
        _waiting.Clear();
        _queued.Clear();
        _names.Clear();
    }

    // Clients without CAPUTF8OPT may use another code page, or UTF-8 without the flag (R96, R97).
    private void Reply(IPEndPoint to, bool inUtf8, bool isAnswer = true)
    {
        var codec = _context.Settings.Codec;
        var encoding = inUtf8 ? TextCodec.Utf8
            : _context.Roster.At(to) is { } member ? codec.WriteTo(EntryFlags.None, member.ObservedEncoding, member.Dialect, out _)
            : codec.CodePage;
        _context.PacketSender.SendEntryReply(to, inUtf8, encoding, isAnswer);
    }

    /// <summary>The longest delay of an answer, in milliseconds.</summary>
    /// <param name="members">The number of known members.</param>
    internal static int MaxDelayMs(int members) => members < 50 ? 1028 : members < 300 ? 2052 : 4100;
}
