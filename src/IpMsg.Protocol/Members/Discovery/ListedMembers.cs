using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Asks the members that only a host list names for an answer, twice, and forgets those that give none (R120). A list can name any address.
/// Those that the list of a member master names stay, and are asked when the user has something for them (R132).
/// </summary>
internal sealed class ListedMembers : ProtocolTimer
{
    /// <summary>The maximum number of members that are asked after one fetch.</summary>
    internal const int MaxAsked = 4_096;

    private const int RepeatMs = 10_000;
    private const int ForgetMs = 60_000;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;
    private readonly PacedSends _paced;
    private readonly Queue<(IPEndPoint To, long Due)> _repeats = [];
    private readonly Queue<(IPEndPoint To, long Due)> _silent = [];
    private readonly Action<IPEndPoint> _ask;
    private readonly Action<IPEndPoint> _askAgain;
    private readonly Action<IPEndPoint> _introduce;

    internal ListedMembers(MemberContext context, Announcer announcer, PacedSends paced)
    {
        _context = context;
        _announcer = announcer;
        _paced = paced;
        _ask = to => Ask(to, isRepeat: false);
        _askAgain = to => Ask(to, isRepeat: true);
        _introduce = Introduce;
    }

    /// <summary>Asks the members of a list.</summary>
    internal void Ask(IReadOnlyList<HostListEntry> entries)
    {
        int asked = 0;
        foreach (var entry in entries)
        {
            if (!IsListed(entry.EndPoint))
                continue;
            if (asked++ == MaxAsked)
                return;
            _paced.Add(entry.EndPoint, Command.Entry, _ask);
        }
    }

    /// <summary>The user has something for the member at an endpoint, which is asked when only a list names it (R132).</summary>
    internal void Use(IPEndPoint to)
    {
        if (IsListed(to) && !_context.IsLeaving && !_context.AnswerLimits.WasAsked(to))
            _paced.Add(to, Command.Entry, _introduce);
    }

    internal override void OnExpired()
    {
        long now = _context.Now.Milliseconds;
        while (_repeats.Count > 0 && _repeats.Peek().Due <= now)
            _paced.Add(_repeats.Dequeue().To, Command.Entry, _askAgain);
        while (_silent.Count > 0 && _silent.Peek().Due <= now)
        {
            if (_context.Roster.At(_silent.Dequeue().To) is { IsFromHostList: true, IsReached: false } member)
                OnSilent(member);
        }
        SetTimer();
    }

    private void Ask(IPEndPoint to, bool isRepeat)
    {
        if (!IsListed(to))
            return;
        _announcer.Ask(to);
        Await(to, isRepeat);
    }

    // Later announcements go there as well, until it is silent.
    private void Introduce(IPEndPoint to)
    {
        if (!IsListed(to))
            return;
        _announcer.Introduce(to);
        Await(to, isRepeat: false);
    }

    private void Await(IPEndPoint to, bool isRepeat)
    {
        var (queue, delayMs) = isRepeat ? (_silent, ForgetMs - RepeatMs) : (_repeats, RepeatMs);
        queue.Enqueue((to, _context.Now.Milliseconds + delayMs));
        SetTimer();
    }

    private void OnSilent(Member member)
    {
        if (_context.IsInMasterList(member))
            _context.Roster.MarkDoubtful(member.EndPoint);
        else
            _context.Roster.Remove(member);
    }

    private bool IsListed(IPEndPoint to) => _context.Roster.At(to) is { IsFromHostList: true };

    private void SetTimer()
    {
        long due = Math.Min(_repeats.Count > 0 ? _repeats.Peek().Due : Moment.Never, _silent.Count > 0 ? _silent.Peek().Due : Moment.Never);
        if (due != Moment.Never && due != DueAt)
            _context.SetTimer(this, due - _context.Now.Milliseconds);
    }
}
