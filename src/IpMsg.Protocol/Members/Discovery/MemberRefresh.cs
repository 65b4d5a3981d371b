using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Checks which members are present: sends IPMSG_BR_ENTRY to all, two seconds later by unicast to each without a reply, because broadcasts
/// may not reach it, and then removes the members without a reply.
/// </summary>
internal sealed class MemberRefresh : ProtocolTimer
{
    /// <summary>A second refresh within this time joins the first, in milliseconds.</summary>
    internal const int MinIntervalMs = 5_000;

    private const int AskSinglyAfterMs = 2_000;
    private const int GiveUpAfterMs = 8_000;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;
    private Moment? _beganAt;
    private bool _hasAskedSingly;

    internal MemberRefresh(MemberContext context, Announcer announcer)
    {
        _context = context;
        _announcer = announcer;
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
        foreach (var member in Silent())
        {
            if (_hasAskedSingly)
                _context.Roster.Remove(member);
            else
                _announcer.Introduce(member.EndPoint);
        }
        if (!_hasAskedSingly)
            _context.SetTimer(this, GiveUpAfterMs);
        _hasAskedSingly = true;
    }

    private List<Member> Silent()
    {
        var silent = new List<Member>();
        foreach (var member in _context.Roster.All)
        {
            if (_beganAt is { } began && member.Seen.Elapsed < began.Elapsed)
                silent.Add(member);
        }
        return silent;
    }
}
