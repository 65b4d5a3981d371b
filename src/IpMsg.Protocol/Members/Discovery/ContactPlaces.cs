using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The endpoints that the user has given for contacts. Each entry of this member goes to them as well (R131). Whoever answers gets later
/// announcements like every member beyond the networks; the others get nothing but entries.
/// </summary>
internal sealed class ContactPlaces(MemberContext context, Announcer announcer, PacedSends paced)
{
    private const int MaxAsked = 4_096;

    private HashSet<IPEndPoint> _all = [];

    /// <summary>Sets the endpoints. Once this member is announced, new ones get an entry at once.</summary>
    internal void Set(IEnumerable<IPEndPoint> places)
    {
        var before = _all;
        _all = [.. places.Take(MaxAsked)];
        if (announcer.IsAnnounced)
            Ask(_all.Where(each => !before.Contains(each)));
    }

    /// <summary>Sends an entry to each.</summary>
    internal void Ask() => Ask(_all);

    private void Ask(IEnumerable<IPEndPoint> places)
    {
        if (context.IsLeaving)
            return;
        foreach (var to in places)
        {
            if (context.IsOneMachine(to) && !context.Targets.Contains(to))
                paced.Add(to, Command.Entry, each => announcer.Ask(each));
        }
    }
}
