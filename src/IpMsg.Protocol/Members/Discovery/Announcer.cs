using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Broadcasts IPMSG_BR_ENTRY, IPMSG_BR_ABSENCE and IPMSG_BR_EXIT. IPMSG_NOOPERATION goes 250 ms ahead and wakes switches and address tables
/// (R21). An entry is broadcast again after five seconds, for members that missed the first.
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

    /// <summary>True once the network was told of us; until then a farewell goes only to those we were introduced to.</summary>
    internal bool IsAnnounced { get; private set; }

    /// <summary>When the last entry was broadcast or is about to be, in monotonic milliseconds; null before the first.</summary>
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
            foreach (var to in KnownEndPoints())
                _context.PacketSender.SendAnnouncement(to, Command.Absence);
            _iptux.Correct();
        }
    }

    /// <summary>An entry to one endpoint alone (R48).</summary>
    internal void Introduce(IPEndPoint to)
    {
        if (_context.IsLeaving)
            return;
        if (_introduced.Count < MaxIntroduced)
            _introduced.Add(to);
        if (!_iptux.TryEnter(to))
            _context.PacketSender.SendAnnouncement(to, Command.Entry);
    }

    /// <summary>
    /// Somebody's entry came. From beyond our networks it knows us by our answer alone, and is to hear also when we leave.
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
        // IPv6 members are heard by the groups that we speak to ourselves.
        return _context.Networks.Count > 0 && address.GetAddressBytes().Length == 4;
    }

    internal void Query(Command command, EntryFlags flags)
    {
        foreach (var to in _context.Targets)
            _context.PacketSender.SendAscii(to, command, (uint)(_context.Presence.Status | flags), default);
    }

    /// <summary>Says farewell, and again 100 ms later (R29); then the member has left.</summary>
    internal void Leave()
    {
        BroadcastExit();
        _context.SetTimer(new RepeatedExit(this), RepeatExitMs);
    }

    // Without the usual preliminary (R29).
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

    private void SendPreliminary(DelayedAnnouncement word)
    {
        foreach (var to in _context.Targets)
            _context.PacketSender.SendAnnouncement(to, Command.NoOperation);
        _context.SetTimer(word, PreliminaryMs);
    }

    private void Send(DelayedAnnouncement word)
    {
        if (word.Command == Command.Entry)
            IsAnnounced = true;
        Broadcast(word.Command);
        _iptux.Correct();
        if (ReferenceEquals(word, _entry) && _context.Settings.RepeatsEntry)
            _context.SetTimer(_repeat, RepeatMs);
    }

    private void Broadcast(Command command)
    {
        foreach (var to in _context.Targets)
            _context.PacketSender.SendAnnouncement(to, command);
        foreach (var member in _context.Roster.DialUps())
            _context.PacketSender.SendAnnouncement(member.EndPoint, command);
        // Those we were introduced to one by one need not be within reach of any broadcast.
        foreach (var to in _introduced)
        {
            if (command != Command.Entry && _context.Roster.At(to) is not { IsDialUp: true } && !IsTarget(to))
                _context.PacketSender.SendAnnouncement(to, command);
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
