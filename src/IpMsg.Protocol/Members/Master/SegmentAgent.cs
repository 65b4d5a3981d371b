using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A user as agent of its master: asks its segment, and reports who is there (R127).</summary>
internal sealed class SegmentAgent
{
    // Dictionaries of a report stay below 31 KiB.
    private const int MaxReportBytes = 24_000;
    private const int MaxAgentSeconds = 3_600;
    private const int PreliminaryMs = 250;
    private const int MinReportMs = 4_000, MaxReportMs = 6_000;

    // The members of its segment that have answered its question.
    private const int RecentMs = 10_000;

    private static readonly Rate s_events = new(16, 64);

    private readonly MemberContext _context;
    private readonly IPEndPoint _master;
    private readonly IMasterWire _wire;
    private readonly Step _question;
    private readonly Step _report;
    private LocalNetwork? _network;
    private long _eventsUsed;

    internal SegmentAgent(MemberContext context, IPEndPoint master, IMasterWire wire)
    {
        _context = context;
        _master = master;
        _wire = wire;
        _question = new Step(Ask);
        _report = new Step(Report);
    }

    /// <summary>The time until which it is an agent, in monotonic milliseconds; 0 before the first order.</summary>
    internal long Until { get; private set; }

    /// <summary>The number of reports.</summary>
    internal long Reports { get; private set; }

    /// <summary>The segment that it is the agent of; null when it is none.</summary>
    internal LocalNetwork? Network => _context.Now.Milliseconds < Until ? _network : null;

    /// <summary>
    /// The master asks it to be an agent. False when it cannot be one: in the segment of the master itself there is nothing to do.
    /// </summary>
    internal bool TryOrder(AgentOrder order)
    {
        if (NetworkOf(order.Agent) is not { } network || network.Contains(_master.Address))
            return false;
        _network = network;
        Until = _context.Now.Milliseconds + 1_000 * Math.Min(Math.Max(0, order.Seconds), MaxAgentSeconds);
        if (!order.Broadcasts)
            return true;
        _context.PacketSender.SendAnnouncement(Broadcast(network), Command.NoOperation);
        _context.SetTimer(_question, PreliminaryMs);
        return true;
    }

    /// <summary>The master asks it to broadcast a change of the list. False when it is no agent there.</summary>
    internal bool TryRebroadcast(RebroadcastRequest request)
    {
        if (NetworkOf(request.Agent) is not { } network || network.Contains(_master.Address))
            return false;
        _wire.Rebroadcast(request.Change, Broadcast(network));
        return true;
    }

    /// <summary>A member has sent an entry or absence.</summary>
    internal void OnEntry(Member member, Command command)
    {
        // Answers are part of the report.
        if (command != Command.AnswerEntry)
            OnEvent(HostListServer.EntryOf(member), command == Command.Entry);
    }

    /// <summary>A member has left.</summary>
    internal void OnExit(Member member) => OnEvent(HostListServer.EntryOf(member) with { IsGone = true }, isDirect: false);

    private void OnEvent(HostListEntry host, bool isDirect)
    {
        if (Network?.Contains(host.EndPoint.Address) != true || host.EndPoint.Equals(_master))
            return;
        // What exceeds the rate is in the next report.
        if (!s_events.Allows(_eventsUsed, _context.Now))
        {
            _context.Counters.Withheld++;
            return;
        }
        _eventsUsed = s_events.Use(_eventsUsed, _context.Now);
        _wire.Send(new SegmentReport([host], IsEvent: true, isDirect), _master);
    }

    private void Ask()
    {
        if (_network is not { } network)
            return;
        _wire.AskSegment(Broadcast(network));
        _context.SetTimer(_report, _context.Random.Next(MinReportMs, MaxReportMs + 1));
    }

    private void Report()
    {
        if (_network is not { } network)
            return;
        Reports++;
        var hosts = new List<HostListEntry>();
        int size = 0;
        foreach (var member in _context.Roster.All)
        {
            bool isRecent = _context.Now.Milliseconds - member.LastEntry.Milliseconds < RecentMs;
            if (member.IsFromHostList || !isRecent || !network.Contains(member.EndPoint.Address))
                continue;
            var host = HostListServer.EntryOf(member);
            size += ListedHost.SizeOf(host);
            if (size > MaxReportBytes)
            {
                _wire.Send(new SegmentReport(hosts, IsEvent: false, IsDirect: false), _master);
                (hosts, size) = ([], ListedHost.SizeOf(host));
            }
            hosts.Add(host);
        }
        // An empty report says that the agent is there.
        _wire.Send(new SegmentReport(hosts, IsEvent: false, IsDirect: false), _master);
    }

    private LocalNetwork? NetworkOf(IPAddress address)
    {
        foreach (var network in _context.Networks)
        {
            if (network.HasBroadcast && network.Address.Equals(address))
                return network;
        }
        return null;
    }

    private IPEndPoint Broadcast(LocalNetwork network) => new(network.Broadcast, _context.Port);

    private sealed class Step(Action act) : ProtocolTimer
    {
        internal override void OnExpired() => act();
    }
}
