using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A member that keeps the list for the members of several segments (R126 to R130).</summary>
internal sealed class ListMaster : ProtocolTimer
{
    // Anybody can be an agent of a segment, and each change of the list is sent to all segments.
    private static readonly ShareRates s_changes = new(new Rate(16, MasterList.MaxInSegment), new Rate(1_024, MasterList.Capacity));

    private readonly MemberContext _context;
    private readonly MasterTimes _times;
    private readonly MasterMembers _members;
    private readonly ListedHosts _hosts;
    private readonly SilentHosts _silent;
    private readonly ListVersions _versions;
    private readonly SegmentBroadcast _broadcast;
    private readonly Shares<Segment> _changes = new(s_changes, s_changes, s_changes);
    private long _enteredAt;
    private long _savedVersion;

    internal ListMaster(
        MemberContext context, MasterTimes times, IMasterWire wire, MasterMembers members, Announcer announcer, PacedSends paced)
    {
        _context = context;
        _times = times;
        _members = members;
        _hosts = new ListedHosts(context);
        List = new MasterList(times);
        Rounds = new AgentRounds(context, times, wire);
        _broadcast = new SegmentBroadcast(context, Rounds, wire);
        _versions = new ListVersions(context, List, wire)
        {
            OnSigned = change => wire.Sign(new ListChange(change), _broadcast.Send),
        };
        Lists = new ListDistributor(context, List, _versions, _broadcast, wire);
        _silent = new SilentHosts(context, times, List, announcer, paced);
        EnterAgain = announcer.Enter;
    }

    /// <summary>Sends the first page of an IPMSG_ANSLIST to a member without IPDict.</summary>
    internal Action<IPEndPoint> PushPlainList { get; set; } = static _ => { };

    /// <summary>Asks the members of the own segment again.</summary>
    internal Action EnterAgain { get; set; }

    /// <summary>The list.</summary>
    internal MasterList List { get; }

    /// <summary>The segments and their agents.</summary>
    internal AgentRounds Rounds { get; }

    /// <summary>Sends the list.</summary>
    internal ListDistributor Lists { get; }

    /// <summary>The version of the list.</summary>
    internal long Version => _versions.Current;

    /// <summary>When the work started, in monotonic milliseconds; null before.</summary>
    internal long? StartedAt { get; private set; }

    /// <summary>Starts the work of the master, after its first entry.</summary>
    internal void Begin()
    {
        if (StartedAt is null)
            _versions.Begin(_savedVersion);
        StartedAt ??= _context.Now.Milliseconds;
        _enteredAt = _context.Now.Milliseconds;
        _context.SetTimer(this, MasterTimes.TickMs);
    }

    /// <summary>Loads the members that an earlier process knew. They are asked when nobody reports them.</summary>
    /// <param name="hosts">The members.</param>
    /// <param name="version">The version of their list.</param>
    internal void Load(IEnumerable<SavedHost> hosts, long version)
    {
        _savedVersion = version;
        foreach (var (host, segment, pollNumber) in hosts)
        {
            if (_hosts.IsAcceptable(host, segment) && List.Report(host, segment, _context.Now.Milliseconds))
                NotePoll(host, pollNumber);
        }
    }

    /// <summary>The members, for another process.</summary>
    internal IReadOnlyList<SavedHost> Save()
    {
        var hosts = new List<SavedHost>();
        foreach (var host in List.All)
            hosts.Add(new SavedHost(host.Entry, host.Segment, host.PollNumber));
        return hosts;
    }

    internal override void OnExpired()
    {
        if (_context.IsLeaving)
            return;
        long now = _context.Now.Milliseconds;
        if (now - _enteredAt >= _times.CycleMs)
        {
            _enteredAt = now;
            EnterAgain();
        }
        if (_hosts.Self is var (self, own))
            List.Report(self, own, now);
        Rounds.OnTick();
        _silent.OnTick();
        var changes = List.TakeChanges();
        if (changes.Count > 0)
        {
            _members.Apply(changes, total: null);
            _versions.Add(changes);
        }
        _context.SetTimer(this, MasterTimes.TickMs);
    }

    /// <summary>Handles a signed packet.</summary>
    internal void Handle(SignedPacket packet, IPEndPoint from)
    {
        if (_context.IsLeaving)
            return;
        switch (packet.Packet)
        {
            case Poll poll:
                // Segments and lists are for members that receive at their address (R117).
                WhenReached(from, Command.DirPoll, () => OnPoll(packet, poll, from));
                break;
            case SegmentReport report:
                OnReport(packet, report, from);
                break;
            // Anybody can send it with the address of an agent; a fingerprint in the name of the agent needs its key.
            case AgentReject when AgentSegment(packet, from) is { } segment:
                Rounds.OnRejected(segment, from);
                break;
        }
    }

    /// <summary>A member has sent an entry, answer or absence.</summary>
    /// <param name="member">The member.</param>
    /// <param name="command">The command.</param>
    /// <param name="isQuestion">True for the entry of an agent that asks its segment.</param>
    internal void OnEntry(Member member, Command command, bool isQuestion)
    {
        var to = member.EndPoint;
        var host = HostListServer.EntryOf(member);
        if (_hosts.OwnSegment(to.Address) is { } own)
            List.Report(host, own, _context.Now.Milliseconds);
        else if (List.At(to) is { } known && new NameKey(host.User, host.Host).Equals(new NameKey(known.Entry.User, known.Entry.Host)))
            MasterList.OnSeen(known, _context.Now.Milliseconds);
        if (command == Command.Entry && !isQuestion)
            Push(to, (member.Status & EntryFlags.CanIpDict) != 0);
    }

    /// <summary>A member has left.</summary>
    internal void OnExit(Member member) => Leave(HostListServer.EntryOf(member), segment: null);

    private void OnPoll(SignedPacket packet, Poll poll, IPEndPoint from)
    {
        var host = packet.Sender with { EndPoint = from };
        // The signature covers no address, so a recorded poll shows no move.
        if (List.Find(new NameKey(host.User, host.Host)) is { } known && !known.Entry.EndPoint.Equals(from)
            && packet.Number <= known.PollNumber)
            return;
        if (Rounds.SegmentOf(poll.Networks, from.Address) is { } segment && _hosts.IsAcceptable(host, segment.Segment))
        {
            Rounds.OnPoll(segment, from, new NameKey(host.User, host.Host), poll.CanBeAgent);
            // The narrowest segment has the address: a wider one may be invented. So may a narrower one, whose agent hides members.
            var narrowest = Rounds.SegmentAt(from.Address) ?? segment;
            Report(host, narrowest.Segment, isProved: FingerprintName.Matches(host.User, packet.Key));
            NotePoll(host, packet.Number);
        }
        Lists.Answer(from, poll.ListVersion);
    }

    private void NotePoll(HostListEntry host, long number)
    {
        if (List.Find(new NameKey(host.User, host.Host)) is { } listed && listed.Entry.EndPoint.Equals(host.EndPoint))
            listed.PollNumber = Math.Max(listed.PollNumber, number);
    }

    private void OnReport(SignedPacket packet, SegmentReport report, IPEndPoint from)
    {
        if (AgentSegment(packet, from) is not { } segment)
            return;
        // An event is about one member. Each push may take an entry, or the whole list.
        bool mayPush = report is { IsEvent: true, IsDirect: true, Hosts.Count: 1 };
        if (!report.IsEvent)
            segment.ReportedAt = _context.Now.Milliseconds;
        foreach (var host in report.Hosts)
        {
            if (!_hosts.IsAcceptable(host, segment.Segment) || Rounds.SegmentAt(host.EndPoint.Address) != segment)
                continue;
            if (host.IsGone)
                Leave(host, segment.Segment);
            else if (Report(host, segment.Segment, isProved: false) && mayPush)
                Push(host.EndPoint, (host.Status & EntryFlags.CanIpDict) != 0);
        }
    }

    private MasterSegment? AgentSegment(SignedPacket packet, IPEndPoint from) =>
        Rounds.AgentSegment(from, new NameKey(packet.Sender.User, packet.Sender.Host));

    private bool Report(HostListEntry host, Segment segment, bool isProved)
    {
        bool isChange = List.At(host.EndPoint)?.Entry != host;
        if (isChange && !_changes.TryTake(segment, Standing.Answering, _context.Now))
        {
            _context.Counters.Withheld++;
            return false;
        }
        return List.Report(host, segment, _context.Now.Milliseconds, isProved);
    }

    private void Leave(HostListEntry host, Segment? segment)
    {
        if (List.At(host.EndPoint) is not { } known
            || !new NameKey(host.User, host.Host).Equals(new NameKey(known.Entry.User, known.Entry.Host)))
            return;
        if (segment is not null && !known.Segment.Equals(segment.Value))
            return;
        List.Remove(known);
        Rounds.Dismiss(host.EndPoint, hasLeft: true);
    }

    private void Push(IPEndPoint to, bool inDictionary)
    {
        if (inDictionary)
            WhenReached(to, Command.AnswerListDict, () => Lists.Push(to));
        else
            WhenReached(to, Command.AnswerList, () => PushPlainList(to));
    }

    private void WhenReached(IPEndPoint to, Command command, Action act)
    {
        if (_context.AnswerLimits.IsReached(to))
            act();
        else
            _context.AnswerLimits.AskBack(to, command, act);
    }
}
