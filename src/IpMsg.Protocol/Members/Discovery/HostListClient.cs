using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace IpMsg.Protocol;

/// <summary>
/// Fetches host lists: from a member that is asked directly, or from whoever on the network offers one first (R35 to R37).
/// </summary>
internal sealed class HostListDesk
{
    private const int PatienceMs = 3_000;
    private const int MostEntries = Roster.Capacity;
    private const int MostOffers = 16;

    private readonly MemberContext _context;
    private readonly Outlet _outlet;
    private readonly Roster _roster;
    private readonly Announcer _announcer;
    private readonly List<Search> _open = [];

    internal HostListDesk(MemberContext context, Outlet outlet, Roster roster, Announcer announcer)
    {
        _context = context;
        _outlet = outlet;
        _roster = roster;
        _announcer = announcer;
    }

    internal bool IsFetching => _open.Count > 0;

    /// <param name="from">Whom to ask; null to ask the network.</param>
    internal HostListFetch Fetch(IPEndPoint? from)
    {
        var search = new Search(this, new HostListFetch(from));
        _open.Add(search);
        if (_context.IsLeaving)
            End(search, HostListStatus.TimedOut);
        else
            search.Ring();
        return search.Fetch;
    }

    internal void Cancel(HostListFetch fetch)
    {
        if (_open.Find(each => each.Fetch == fetch) is { } search)
            End(search, HostListStatus.TimedOut);
    }

    internal void CancelAll()
    {
        foreach (var search in _open.ToArray())
            End(search, HostListStatus.TimedOut);
    }

    internal void Handle(in Packet packet, IPEndPoint from)
    {
        if (packet.Command == Command.OkGetList)
        {
            foreach (var search in _open)
            {
                if (search.Fetch.From is null && search.Offers.Count < MostOffers && search.Offers.Add(from))
                    Ask(from, 0);
            }
        }
        else if (_open.Find(each => each.Awaits(from)) is { } search)
            Page(search, packet, from);
    }

    private void Ask(IPEndPoint to, int start) => _outlet.Short(to, Command.GetList, (uint)EntryFlags.CanUtf8,
        start == 0 ? default : Encoding.ASCII.GetBytes(start.ToString(CultureInfo.InvariantCulture)));

    private void Page(Search search, in Packet packet, IPEndPoint from)
    {
        string text = _context.Settings.Codec.Read(packet.Body, packet.IsUtf8);
        if (!HostListReader.TryRead(text, out int next, out int count, out var entries))
            return;
        // A page that the network doubled, or that a repeated request brought twice: the one that we wait for is still to come.
        if (next != 0 && next <= search.Next)
            return;
        search.Fetch.From = from;
        foreach (var entry in entries)
            Learn(search, entry);
        // "next" has to rise with something in between, or a bad list would keep us asking for ever (R36).
        if (next >= count && count > 0 && next > search.Next && search.Fetch.Found.Count < MostEntries)
        {
            search.Next = next;
            search.IsRepeat = false;
            Ask(from, next);
            _context.SetAlarm(search, PatienceMs);
        }
        else
            End(search, HostListStatus.Complete);
    }

    private void Learn(Search search, HostListEntry entry)
    {
        // We are about to write to whoever is in the list, so it may not name everybody's address (R26). A target from which somebody has
        // spoken to us is one machine that the user named.
        bool isEverybody = _announcer.Targets.Contains(entry.EndPoint) && _roster.At(entry.EndPoint) is null;
        if (_context.Presence.IsSelf(entry.User, entry.Host) || !_context.IsOneMachine(entry.EndPoint) || isEverybody)
            return;
        bool isFalse = _context.Settings.EnforcesFingerprints && (entry.Status & EntryFlags.CanEncrypt) == 0 && FingerprintName.IsMatch(entry.User);
        if (isFalse)
            return;
        if (entry.IsGone)
        {
            if (_roster.Named(entry.User, entry.Host) is { IsHearsay: true } gone)
                _roster.Remove(gone);
            return;
        }
        search.Fetch.Found.Add(entry);
        _roster.Heard(EntryPayload.OfListEntry(entry), entry.Status, ClientDialect.Standard, entry.EndPoint, isHearsay: true);
    }

    private void End(Search search, HostListStatus status)
    {
        AlarmClock.Clear(search);
        _open.Remove(search);
        search.Fetch.Status = status;
        _context.Tell(MemberActionKind.ListFetched, search.Fetch);
        if (_context.IsLeaving)
            return;
        if (search.IsNetworkWide)
            _announcer.Enter();
        else
            Introduce(search.Fetch);
    }

    // No broadcast of ours reaches those in a list from another segment, so they hear of us one by one; their answers make hearsay certain.
    private void Introduce(HostListFetch fetch)
    {
        foreach (var entry in fetch.Found)
        {
            if (_roster.At(entry.EndPoint) is { IsHearsay: true })
                _announcer.Introduce(entry.EndPoint);
        }
    }

    private sealed class Search(HostListDesk desk, HostListFetch fetch) : Alarm
    {
        private bool _asked;

        internal HostListFetch Fetch => fetch;

        internal bool IsNetworkWide { get; } = fetch.From is null;

        internal bool IsRepeat { get; set; }

        internal int Next { get; set; }

        /// <summary>Those who said that they have a list; nobody else's is listened to.</summary>
        internal HashSet<IPEndPoint> Offers { get; } = [];

        internal bool Awaits(IPEndPoint from) => fetch.From?.Equals(from) ?? Offers.Contains(from);

        internal override void Ring()
        {
            if (_asked && IsRepeat)
            {
                desk.End(this, HostListStatus.TimedOut);
                return;
            }
            IsRepeat = _asked;
            _asked = true;
            if (fetch.From is { } from)
                desk.Ask(from, Next);
            else
                desk._announcer.Query(Command.IsGetList2, IsRepeat ? EntryFlags.Retry : EntryFlags.None);
            desk._context.SetAlarm(this, PatienceMs);
        }
    }
}
