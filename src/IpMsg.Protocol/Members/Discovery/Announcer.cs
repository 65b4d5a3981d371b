using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Broadcasts IPMSG_BR_ENTRY, IPMSG_BR_ABSENCE and IPMSG_BR_EXIT. IPMSG_NOOPERATION precedes an entry or absence by 250 ms, which fills the
/// tables of switches and ARP (R21). An entry is repeated after five seconds, for members that missed the first.
/// </summary>
internal sealed class Announcer
{
    private const int PreliminaryMs = 250;
    private const int RepeatMs = 5_000;
    private const int RepeatExitMs = 100;
    private const int MaxIntroduced = 4_096;

    private readonly MemberContext _context;
    private readonly IptuxCompatibility _iptux;
    private readonly DelayedAnnouncement _entry;
    private readonly DelayedAnnouncement _absence;
    private readonly DelayedAnnouncement _repeat;
    private readonly HashSet<IPEndPoint> _introduced = [];

    internal Announcer(MemberContext context, IptuxCompatibility iptux)
    {
        _context = context;
        _iptux = iptux;
        _entry = new DelayedAnnouncement(this, Command.Entry);
        _absence = new DelayedAnnouncement(this, Command.Absence);
        _repeat = new DelayedAnnouncement(this, Command.Entry);
    }

    /// <summary>True after the first broadcast of an entry. Before it, BR_EXIT goes to known endpoints only.</summary>
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
            var encoding = _iptux.AnnouncementEncoding;
            foreach (var to in KnownEndPoints())
                _context.PacketSender.SendAnnouncement(to, Command.Absence, encoding);
            _iptux.Correct();
        }
    }

    /// <summary>Sends an entry to one endpoint (R48).</summary>
    /// <param name="to">The endpoint.</param>
    /// <param name="isAnswer">True when a packet from there causes it (R117).</param>
    internal void Introduce(IPEndPoint to, bool isAnswer = false)
    {
        if (_context.IsLeaving)
            return;
        if (_introduced.Count < MaxIntroduced)
            _introduced.Add(to);
        if (_iptux.TryEnter(to, isAnswer))
            return;
        if (isAnswer)
            _context.PacketSender.SendEntry(to);
        else
            _context.PacketSender.SendAnnouncement(to, Command.Entry);
    }

    /// <summary>
    /// Handles an entry. A member outside the own networks receives no broadcast, so later announcements go to it by unicast.
    /// </summary>
    internal void OnEntry(IPEndPoint from)
    {
        if (_introduced.Count < MaxIntroduced && !_context.Targets.Contains(from) && IsOutsideNetworks(from.Address))
            _introduced.Add(from);
    }

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

    /// <summary>Sends BR_EXIT twice, 100 ms apart (R29).</summary>
    internal void Leave()
    {
        BroadcastExit();
        _context.SetTimer(new RepeatedExit(this), RepeatExitMs);
    }

    // No NOOPERATION precedes BR_EXIT (R29).
    private void BroadcastExit()
    {
        TimerQueue.Clear(_entry);
        TimerQueue.Clear(_absence);
        TimerQueue.Clear(_repeat);
        if (IsAnnounced)
            Broadcast(Command.Exit);
        else
        {
            foreach (var to in KnownEndPoints())
                _context.PacketSender.SendAnnouncement(to, Command.Exit);
        }
    }

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
        foreach (var member in _context.Roster.All)
        {
            if (member.IsDialUp)
                _context.PacketSender.SendAnnouncement(member.EndPoint, command, encoding);
        }
        // Broadcasts may not reach the endpoints that got an entry by unicast.
        foreach (var to in _introduced)
        {
            if (command != Command.Entry && _context.Roster.At(to) is not { IsDialUp: true } && !IsTarget(to))
                _context.PacketSender.SendAnnouncement(to, command, encoding);
        }
    }

    private bool IsTarget(IPEndPoint to)
    {
        foreach (var target in _context.Targets)
        {
            if (target.Equals(to))
                return true;
        }
        return false;
    }

    private HashSet<IPEndPoint> KnownEndPoints()
    {
        var all = new HashSet<IPEndPoint>(_introduced);
        foreach (var member in _context.Roster.All)
            all.Add(member.EndPoint);
        return all;
    }

    private sealed class DelayedAnnouncement(Announcer announcer, Command command) : ProtocolTimer
    {
        internal Command Command => command;

        internal override void OnExpired() => announcer.Send(this);
    }

    private sealed class RepeatedExit(Announcer announcer) : ProtocolTimer
    {
        internal override void OnExpired()
        {
            announcer.BroadcastExit();
            announcer._context.Outputs.Raise(new ExitSent());
        }
    }
}
