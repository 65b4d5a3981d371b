using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Finds out who is still there: an entry to all, two seconds later one to each who has not answered (no broadcast may reach them), and in
/// the end those who kept silent are taken off the roster.
/// </summary>
internal sealed class MemberRefresh : ProtocolTimer
{
    /// <summary>A second refresh within this time joins the first, in milliseconds.</summary>
    internal const int GuardMs = 5_000;

    private const int AskSingly = 2_000;
    private const int GiveUp = 8_000;

    private readonly MemberContext _context;
    private readonly Roster _roster;
    private readonly Announcer _announcer;
    private bool _hasAskedSingly;

    internal MemberRefresh(MemberContext context, Roster roster, Announcer announcer)
    {
        _context = context;
        _roster = roster;
        _announcer = announcer;
    }

    /// <summary>When the current or last refresh began; null before the first.</summary>
    internal Moment? BeganAt { get; private set; }

    internal void Begin()
    {
        if (_context.IsLeaving || BeganAt is { } began && _context.Now.Milliseconds - began.Milliseconds < GuardMs)
            return;
        BeganAt = _context.Now;
        _hasAskedSingly = false;
        _announcer.Enter();
        _context.SetAlarm(this, AskSingly);
    }

    internal override void OnExpired()
    {
        if (_context.IsLeaving)
            return;
        foreach (var member in Silent())
        {
            if (_hasAskedSingly)
                _roster.Remove(member);
            else
                _announcer.Introduce(member.EndPoint);
        }
        if (!_hasAskedSingly)
            _context.SetAlarm(this, GiveUp);
        _hasAskedSingly = true;
    }

    private List<Member> Silent()
    {
        var silent = new List<Member>();
        foreach (var member in _roster.All)
        {
            if (BeganAt is { } began && member.Seen.Elapsed < began.Elapsed)
                silent.Add(member);
        }
        return silent;
    }
}
