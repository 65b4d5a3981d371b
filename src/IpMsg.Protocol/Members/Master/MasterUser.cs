using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A member that gets its list from a master: polls it, and takes its signed list and changes (R126, R128, R129).</summary>
internal sealed class MasterUser : ProtocolTimer
{
    // Pages leave the master at a rate, and some may be lost.
    private const int RetryMs = 10_000;
    private const int MinPollMs = 5_000;

    private readonly MemberContext _context;
    private readonly IPEndPoint _master;
    private readonly MasterTimes _times;
    private readonly IMasterWire _wire;
    private readonly MasterMembers _members;
    private readonly Announcer _announcer;
    private readonly ReceivedList _list = new();
    private long _polledAt;
    private long _orderNumber;
    private RecentNumbers _requests = new();
    private readonly Dictionary<string, long> _kept = [];
    private PublicKey? _key;
    private bool _isListAsked;
    private int _unanswered;

    internal MasterUser(
        MemberContext context, IPEndPoint master, MasterTimes times, IMasterWire wire, MasterMembers members, Announcer announcer)
    {
        _context = context;
        _master = master;
        _times = times;
        _wire = wire;
        _members = members;
        _announcer = announcer;
        Agent = new SegmentAgent(context, master, wire);
        context.IsInMasterList = Keeps;
    }

    /// <summary>
    /// Whether the key that has signed a packet is that of the master; null while that is unknown. The second value is true for a packet
    /// from the place of the master, of which the first key may be learned.
    /// </summary>
    internal Func<SignedPacket, bool, MasterTrust?> TrustOf { get; set; } = static (_, _) => MasterTrust.Refused;

    /// <summary>Receives the first packet of a master whose key is not confirmed, and each later one.</summary>
    internal Action<SignedPacket> OnUnconfirmed { get; set; } = static _ => { };

    /// <summary>Tells the master that this member cannot be its agent.</summary>
    internal Action<IPEndPoint> Reject { get; set; } = static _ => { };

    /// <summary>The address and port of the master.</summary>
    internal IPEndPoint Master => _master;

    /// <summary>What it does as an agent.</summary>
    internal SegmentAgent Agent { get; }

    /// <summary>When the confirmed master was heard last; null before the first time.</summary>
    internal Moment? HeardAt { get; private set; }

    /// <summary>The trust of the last packet from the master; null before the first that tells it.</summary>
    internal MasterTrust? Trust { get; private set; }

    /// <summary>The number of members in the list of the master.</summary>
    internal int ListCount => _list.Count;

    /// <summary>True from a poll until the list is complete: only then its pages count.</summary>
    internal bool AsksForList => _isListAsked;

    /// <summary>The version of the list; null before the first.</summary>
    internal long? ListVersion => _list.Version;

    /// <summary>True when the master sends lists that are older than one of an earlier process, and none has been newer.</summary>
    internal bool IsOutdated => _list is { Version: null, WasLower: true };

    /// <summary>
    /// The version of the list with the digits of the key that has signed it, for a later process; null before the first list.
    /// </summary>
    internal KeptVersion? Kept => _key is { } key && _list.Version is { } version ? new(KeyVerificationCode.Of(key), version) : null;

    /// <summary>Sets the versions that earlier processes have had: older lists were recorded, and do not count (R129).</summary>
    internal void Keep(IEnumerable<KeptVersion> versions)
    {
        foreach (var each in versions)
            _kept[each.Digits] = each.Version;
    }

    /// <summary>The master has just started. Anybody can send that, so it counts once in five seconds.</summary>
    internal void OnMasterStarted()
    {
        _unanswered = 0;
        long waitMs = _polledAt + MinPollMs - _context.Now.Milliseconds;
        if (waitMs <= 0)
            Poll();
        else
            _context.SetTimer(this, waitMs);
    }

    /// <summary>Polls the master at once, and again after each interval.</summary>
    internal void Poll()
    {
        if (_context.IsLeaving)
            return;
        _polledAt = _context.Now.Milliseconds;
        _isListAsked = true;
        var networks = new List<Segment>();
        foreach (var network in _context.Networks)
        {
            if (Segment.Of(network) is { } segment)
                networks.Add(segment);
        }
        // Its answer to an entry tells the names that belong to its key, and that it receives at this address.
        if (_context.Roster.At(_master) is not { IsReached: true })
            _announcer.Ask(_master);
        _wire.Send(new Poll(networks, CanBeAgent: true, _list.Version), _master);
        // The list comes soon, or the poll was lost, or the master has sent one within seven seconds. An unconfirmed master sends it
        // in vain. With a list, a poll without an answer is repeated once: the master may not be there.
        _unanswered++;
        bool isNear = _list.IsArriving || (_list.Version is null || _unanswered == 1) && Trust is null or MasterTrust.Confirmed;
        _context.SetTimer(this, isNear ? Math.Min(RetryMs, _times.PollMs) : _times.PollMs);
    }

    internal override void OnExpired() => Poll();

    /// <summary>Handles a signed packet.</summary>
    /// <param name="packet">The packet; of a change that an agent or the master has broadcast, the list in it.</param>
    /// <param name="from">The endpoint that sent it.</param>
    /// <param name="isBroadcast">True when it came as IPMSG_DIR_PACKET or IPMSG_DIR_AGENTPACKET.</param>
    internal void Handle(SignedPacket packet, IPEndPoint from, bool isBroadcast)
    {
        bool isFromMaster = from.Address.Equals(_master.Address);
        // An agent passes on what the master has signed. Everything else comes from the master.
        if (!isFromMaster && !isBroadcast || _context.IsLeaving)
            return;
        // Pages of the list come from the master as datagrams, as changes do from agents.
        if (TrustOf(packet, isFromMaster && !isBroadcast || from.Equals(_master)) is not { } trust)
            return;
        if (trust == MasterTrust.Confirmed)
            HeardAt = _context.Now;
        if (trust == MasterTrust.Confirmed || isFromMaster && Trust != MasterTrust.Confirmed)
            Trust = trust;
        if (trust == MasterTrust.Unconfirmed && isFromMaster)
            OnUnconfirmed(packet);
        if (trust == MasterTrust.Confirmed)
            Apply(packet, isBroadcast);
    }

    // Nobody removes those that have left from the list of a master that is not there. Own networks show who is in them.
    private bool Keeps(Member member) =>
        _list.Has(new NameKey(member.UserName, member.HostName))
        && HeardAt is { } heard && _context.Now.Milliseconds - heard.Milliseconds < _times.ProbeMs
        && !_context.IsInOwnNetwork(member.EndPoint.Address);

    private void Apply(SignedPacket packet, bool isBroadcast)
    {
        switch (packet.Packet)
        {
            // A change of another master has no version.
            case ListPart part when part.Base is not null || isBroadcast && part.Version is null:
                Change(part, packet.Number, isBroadcast);
                break;
            case ListPart part:
                AddPage(part, packet);
                break;
            // The whole segment answers an order, and reads a change that is broadcast. A recorded one has no effect.
            case AgentOrder order when packet.Number > _orderNumber:
                _orderNumber = packet.Number;
                if (!Agent.TryOrder(order))
                    Reject(_master);
                break;
            case RebroadcastRequest request when _requests.TryAdd(packet.Number):
                if (!Agent.TryRebroadcast(request))
                    Reject(_master);
                break;
        }
    }

    private void AddPage(ListPart page, SignedPacket packet)
    {
        if (!_isListAsked)
            return;
        if (!packet.Key.Equals(_key))
        {
            _key = packet.Key;
            _list.Lowest = _kept.TryGetValue(KeyVerificationCode.Of(_key), out long kept) ? kept : 0;
        }
        bool hadList = _list.Version is not null;
        if (!_list.TryAddPage(page, packet.Number, out var gone))
            return;
        _members.Apply(page.Hosts, page.Total);
        if (gone is null)
        {
            _context.SetTimer(this, RetryMs);
            return;
        }
        _members.Remove(gone);
        Apply(_list.Follow());
        // A newer list in place of changes comes from a master that has started again, and may have lost its packet numbers.
        if (hadList)
            (_orderNumber, _requests) = (0, new RecentNumbers());
        (_isListAsked, _unanswered) = (false, 0);
        _context.SetTimer(this, _times.PollMs);
    }

    private void Apply(IReadOnlyList<ListPart> changes)
    {
        foreach (var change in changes)
            _members.Apply(change.Hosts, _list.Count);
    }

    private void Change(ListPart change, long number, bool isBroadcast)
    {
        // It answers the poll, so no list does.
        if (!isBroadcast && _list.Version is not null)
        {
            (_isListAsked, _unanswered) = (false, 0);
            _context.SetTimer(this, _times.PollMs);
        }
        Apply(_list.Change(change, number));
        // The poll says which version this member has, so it gets what was lost.
        if (_list.HasGap && _context.Now.Milliseconds - _polledAt >= Math.Min(RetryMs, _times.PollMs))
            Poll();
    }
}
