using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Broadcasts IPMSG_BR_ENTRY and IPMSG_BR_ABSENCE. IPMSG_NOOPERATION precedes both by 250 ms, which fills the tables of switches and ARP
/// (R21). An entry is repeated after five seconds, for members that missed the first.
/// </summary>
internal sealed class Announcer
{
    private const int PreliminaryMs = 250;
    private const int RepeatMs = 5_000;

    // Of members that may not receive broadcasts. The exits leave at once, because this member ends after them.
    private const int MaxAnnouncements = 4_096;
    private const int MaxExits = 1_024;

    // Before the first broadcast only single members know this one. Those that have proved nothing may be forged.
    private const int MaxUnproved = 256;

    private readonly MemberContext _context;
    private readonly IptuxCompatibility _iptux;
    private readonly DelayedAnnouncement _entry;
    private readonly DelayedAnnouncement _absence;
    private readonly DelayedAnnouncement _repeat;
    private readonly PacedSends _paced;
    private readonly UnicastTargets _unicast;

    internal Announcer(MemberContext context, IptuxCompatibility iptux, PacedSends paced)
    {
        _context = context;
        _iptux = iptux;
        _paced = paced;
        _unicast = new UnicastTargets(context);
        Contacts = new ContactPlaces(context, this, paced);
        _entry = new DelayedAnnouncement(this, Command.Entry);
        _absence = new DelayedAnnouncement(this, Command.Absence);
        _repeat = new DelayedAnnouncement(this, Command.Entry);
    }

    /// <summary>The addresses of contacts.</summary>
    internal ContactPlaces Contacts { get; }

    /// <summary>The endpoints that have answered an entry by unicast.</summary>
    internal IReadOnlyList<IPEndPoint> ReachedPlaces => _unicast.Answered;

    /// <summary>True after the first broadcast of an entry. Before it, only known endpoints have heard of this member.</summary>
    internal bool IsAnnounced { get; private set; }

    /// <summary>The time of the last entry, which may be scheduled, in monotonic milliseconds; null before the first.</summary>
    internal long? EnteredAt { get; private set; }

    internal void Enter()
    {
        if (_context.IsLeaving)
            return;
        SendPreliminary(_entry);
        EnteredAt = _context.Now.Milliseconds + PreliminaryMs;
    }

    internal void OnPresenceChanged()
    {
        if (_context.IsLeaving)
            return;
        if (IsAnnounced)
            SendPreliminary(_absence);
        else
        {
            Announce(KnownEndPoints(), Command.Absence, _iptux.AnnouncementEncoding);
            _iptux.Correct();
        }
    }

    /// <summary>Sends an entry to one endpoint (R48), for which the user has something.</summary>
    internal void Introduce(IPEndPoint to)
    {
        if (_context.IsLeaving)
            return;
        _unicast.OnAsked(to);
        Ask(to);
    }

    /// <summary>Sends an entry to one endpoint, whose member has to answer it.</summary>
    /// <param name="to">The endpoint.</param>
    /// <param name="isAnswer">True when a packet from there causes it (R117).</param>
    internal void Ask(IPEndPoint to, bool isAnswer = false)
    {
        if (_context.IsLeaving)
            return;
        _context.Roster.OnAsked(to);
        if (_iptux.TryEnter(to, isAnswer))
            return;
        if (isAnswer)
            _context.PacketSender.SendEntry(to);
        else
            _context.PacketSender.SendAnnouncement(to, Command.Entry);
    }

    /// <summary>
    /// Handles an entry. A member outside the own networks receives no broadcast, so later announcements go to it by unicast, once it has
    /// answered an entry. A newcomer is asked too while many members have proved nothing.
    /// </summary>
    internal void OnEntry(IPEndPoint from)
    {
        bool isOutside = IsOutside(from);
        if (!isOutside && !_context.Roster.IsCrowded)
            return;
        if (!_context.AnswerLimits.IsReached(from))
        {
            if (_context.AnswerLimits.TryAsk(from))
                Ask(from, isAnswer: true);
        }
        else if (isOutside)
            _unicast.OnAnswered(from);
    }

    /// <summary>The member at an endpoint has answered an entry by unicast.</summary>
    internal void OnAnswered(IPEndPoint from) => _unicast.OnAnswered(from);

    /// <summary>The member at an endpoint has left.</summary>
    internal void OnExit(IPEndPoint from) => _unicast.OnExit(from);

    private bool IsOutside(IPEndPoint member) => !_context.Targets.Contains(member) && IsOutsideNetworks(member.Address);

    private bool IsOutsideNetworks(IPAddress address)
    {
        foreach (var network in _context.Networks)
        {
            if (network.Contains(address))
                return false;
        }
        // IPv6 members receive the multicasts of this member.
        return _context.Networks.Count > 0 && !AddressKind.IsIPv6(address);
    }

    internal void Query(Command command, EntryFlags flags)
    {
        foreach (var to in _context.Targets)
            _context.PacketSender.SendAscii(to, command, (uint)(_context.Presence.Status | flags), "");
    }

    /// <summary>Cancels the scheduled announcements: the member leaves.</summary>
    internal void Cancel()
    {
        TimerQueue.Clear(_entry);
        TimerQueue.Clear(_absence);
        TimerQueue.Clear(_repeat);
    }

    /// <summary>The encoding of the names in an exit, outside of its trailer; null for the code page (R14).</summary>
    internal Encoding? ExitEncoding => IsAnnounced ? _iptux.AnnouncementEncoding : null;

    /// <summary>
    /// The endpoints that an exit goes to: the targets of broadcasts, and the members that may not receive broadcasts. Before the first
    /// broadcast only the known ones.
    /// </summary>
    internal IEnumerable<IPEndPoint> ExitTargets =>
        IsAnnounced ? _context.Targets.Concat(UnicastMembers(Command.Exit).Take(MaxExits)) : KnownEndPoints().Take(MaxExits);

    private void SendPreliminary(DelayedAnnouncement announcement)
    {
        var encoding = _iptux.AnnouncementEncoding;
        foreach (var to in _context.Targets)
            _context.PacketSender.SendAnnouncement(to, Command.NoOperation, encoding);
        _context.SetTimer(announcement, PreliminaryMs);
    }

    private void Send(DelayedAnnouncement announcement)
    {
        if (announcement.Command == Command.Entry)
            IsAnnounced = true;
        Broadcast(announcement.Command);
        _iptux.Correct();
        if (ReferenceEquals(announcement, _entry) && _context.Settings.RepeatsEntry)
            _context.SetTimer(_repeat, RepeatMs);
    }

    private void Broadcast(Command command)
    {
        var encoding = _iptux.AnnouncementEncoding;
        foreach (var to in _context.Targets)
            _context.PacketSender.SendAnnouncement(to, command, encoding);
        Announce(UnicastMembers(command), command, encoding);
        if (command == Command.Entry)
            Contacts.Ask();
    }

    private void Announce(IEnumerable<IPEndPoint> all, Command command, Encoding? encoding)
    {
        int count = 0;
        foreach (var to in all)
        {
            if (count++ >= MaxAnnouncements)
                return;
            _paced.Add(to, command, each => _context.PacketSender.SendAnnouncement(each, command, encoding));
        }
    }

    private HashSet<IPEndPoint> UnicastMembers(Command command)
    {
        var all = new HashSet<IPEndPoint>();
        bool isEntry = command == Command.Entry;
        foreach (var member in _context.Roster.All)
        {
            // A confirmed message shows as well as an entry that a member outside the own networks hears of this one (R117).
            if (member.IsReached && (member.IsDialUp || !isEntry && IsOutside(member.EndPoint)))
                all.Add(member.EndPoint);
        }
        // Broadcasts may not reach the endpoints that got an entry by unicast.
        foreach (var to in isEntry ? [] : _unicast.All)
        {
            if (!_context.Targets.Contains(to))
                all.Add(to);
        }
        return all;
    }

    private HashSet<IPEndPoint> KnownEndPoints()
    {
        var all = new HashSet<IPEndPoint>(_unicast.All);
        int unproved = 0;
        foreach (var member in _context.Roster.ProvedFirst)
        {
            if (member.IsReached || unproved++ < MaxUnproved)
                all.Add(member.EndPoint);
            else if (all.Count >= MaxAnnouncements)
                break;
        }
        return all;
    }

    private sealed class DelayedAnnouncement(Announcer announcer, Command command) : ProtocolTimer
    {
        internal Command Command => command;

        internal override void OnExpired() => announcer.Send(this);
    }
}
