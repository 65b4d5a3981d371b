using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Checks which members are present: sends IPMSG_BR_ENTRY to all, two seconds later by unicast to each without a reply, because broadcasts
/// may not reach it, and then removes the members without a reply. Those that the list of a member master names stay, and are asked only
/// when they have announced themselves before (R132).
/// </summary>
internal sealed class MemberRefresh : ProtocolTimer
{
    /// <summary>A second refresh within this time joins the first, in milliseconds.</summary>
    internal const int MinIntervalMs = 5_000;

    private const int AskSinglyAfterMs = 2_000;
    private const int GiveUpAfterMs = 8_000;

    // The paced entries to so many are sent within seven seconds.
    private const int MaxAsked = 4_096;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;
    private readonly PacedSends _paced;
    private readonly PlaceGuard _places;
    private readonly Action<IPEndPoint> _askSingly;
    private Moment? _beganAt;
    private bool _hasAskedSingly;

    internal MemberRefresh(MemberContext context, Announcer announcer, PacedSends paced, PlaceGuard places)
    {
        _places = places;
        _context = context;
        _announcer = announcer;
        _paced = paced;
        _askSingly = AskSingly;
    }

    /// <summary>Starts a refresh, or joins the one that started just before. Returns its start.</summary>
    internal Moment Begin()
    {
        if (_context.IsLeaving || _beganAt is { } began && _context.Now.Milliseconds - began.Milliseconds < MinIntervalMs)
            return _beganAt ?? _context.Now;
        _beganAt = _context.Now;
        _hasAskedSingly = false;
        _announcer.Enter();
        _context.SetTimer(this, AskSinglyAfterMs);
        return _context.Now;
    }

    internal override void OnExpired()
    {
        if (_context.IsLeaving)
            return;
        if (_hasAskedSingly)
            RemoveSilent();
        else
            AskSilent();
    }

    // Members with proof first: there may be many that only forged entries name.
    private void AskSilent()
    {
        int asked = 0;
        foreach (var member in _context.Roster.ProvedFirst)
        {
            if (!IsSilent(member) || member.IsFromHostList && _context.IsInMasterList(member))
                continue;
            if (asked++ == MaxAsked)
                break;
            _paced.Add(member.EndPoint, Command.Entry, _askSingly);
        }
        _hasAskedSingly = true;
        _context.SetTimer(this, GiveUpAfterMs);
    }

    private void RemoveSilent()
    {
        bool isAwaited = false;
        foreach (var member in _context.Roster.All.Where(IsSilent).ToArray())
        {
            // A member whose turn to be asked came late has as much time for its answer.
            if (_context.AnswerLimits.WasAsked(member.EndPoint))
                isAwaited = true;
            else if (_context.IsInMasterList(member))
                OnSilent(member);
            else
                _places.OnGone(member);
        }
        if (isAwaited)
            _context.SetTimer(this, GiveUpAfterMs);
    }

    // The list removes it when it has left. One that was not asked is no more doubtful than before.
    private void OnSilent(Member member)
    {
        if (!member.IsFromHostList)
            _context.Roster.MarkDoubtful(member.EndPoint);
    }

    private void AskSingly(IPEndPoint to)
    {
        if (_context.Roster.At(to) is { } member && IsSilent(member))
            _announcer.Ask(to);
    }

    private bool IsSilent(Member member) => _beganAt is { } began && member.Seen.Elapsed < began.Elapsed;
}
