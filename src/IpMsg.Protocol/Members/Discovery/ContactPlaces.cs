using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The endpoints that the user has given for contacts, and those of members that earlier sessions have reached by unicast. Each entry of
/// this member goes to them as well (R131). Those that answer get later announcements like every member beyond the networks; the others get
/// nothing but entries.
/// </summary>
internal sealed class ContactPlaces
{
    private const int MaxAsked = 4_096;
    private const int AgainMs = 600_000;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;
    private readonly PacedSends _paced;
    private readonly AgainTimer _again;
    private HashSet<IPEndPoint> _all = [];
    private List<IPEndPoint> _former = [];

    internal ContactPlaces(MemberContext context, Announcer announcer, PacedSends paced)
    {
        _context = context;
        _announcer = announcer;
        _paced = paced;
        _again = new AgainTimer(this);
    }

    /// <summary>Sets the endpoints of contacts. Once this member is announced, new ones get an entry at once.</summary>
    internal void Set(IEnumerable<IPEndPoint> places)
    {
        var before = _all;
        _all = [.. places.Take(MaxAsked)];
        if (_announcer.IsAnnounced)
            Ask(_all.Where(each => !before.Contains(each)));
    }

    /// <summary>The endpoints of members that have answered an entry by unicast, and that broadcasts may not reach.</summary>
    internal IReadOnlyList<IPEndPoint> Reached => _announcer.ReachedPlaces;

    /// <summary>Sets the endpoints of members that earlier sessions have reached. Before the first entry only.</summary>
    internal void SetFormer(IEnumerable<IPEndPoint> places) => _former = [.. places.Take(MaxAsked)];

    /// <summary>Sends an entry to each.</summary>
    internal void Ask() => Ask(_all.Union(_former));

    private void Ask(IEnumerable<IPEndPoint> places)
    {
        if (_context.IsLeaving)
            return;
        foreach (var to in places)
        {
            if (_context.IsOneMachine(to) && !_context.Targets.Contains(to))
                _paced.Add(to, Command.Entry, each => _announcer.Ask(each));
        }
        if (_all.Count > 0)
            _context.SetTimer(_again, AgainMs);
    }

    // Nobody else tells this member that a contact beyond the networks has come.
    private sealed class AgainTimer(ContactPlaces places) : ProtocolTimer
    {
        internal override void OnExpired() =>
            places.Ask(places._all.Where(each => places._context.Roster.At(each) is not { IsReached: true }).ToList());
    }
}
