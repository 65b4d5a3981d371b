using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol;

/// <summary>
/// A member's behaviour: told what happened and what time it is, it decides what to do, and does none of it itself. It has no socket,
/// thread or clock and is not safe for several threads at once; whoever owns it keeps them apart and carries out the
/// <see cref="MemberAction"/>s in their order.
/// </summary>
public sealed partial class MemberMachine
{
    private readonly MemberContext _context;
    private readonly Roster _roster;
    private readonly Inbox _inbox = new();
    private readonly Outbox _outbox;
    private readonly Composer _composer;
    private readonly AnswerQueue _answers;
    private readonly IptuxManners _iptux;
    private readonly Announcer _announcer;
    private readonly EntryDesk _entries;
    private readonly MessageDesk _messages;
    private readonly ReceiptDesk _receipts;
    private readonly OfferDesk _offers;
    private readonly KeyRing _ring;
    private readonly MessageReader _reader;
    private readonly KeyDesk _keys;
    private readonly Protector _protector;
    private readonly ReadNotices _readNotices;
    private readonly InfoDesk _info;
    private readonly HostListServer _listServer;
    private readonly HostListDesk _lists;
    private readonly Refresher _refresher;
    private readonly Farewell _farewell;

    /// <param name="settings">Who the member is.</param>
    /// <param name="numbers">Its packet numbers.</param>
    /// <param name="random">Its randomness.</param>
    public MemberMachine(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        _context = new MemberContext(settings, numbers, random);
        var outlet = new Outlet(_context);
        var history = new SentHistory();
        _roster = new Roster(_context);
        _answers = new AnswerQueue(_context, outlet, _roster);
        _iptux = new IptuxManners(_context, outlet, _roster);
        _announcer = new Announcer(_context, outlet, _roster, _iptux);
        _entries = new EntryDesk(_context, _roster, _answers, _announcer);
        _ring = new KeyRing(_context);
        _keys = new KeyDesk(_context, outlet, _roster, _ring);
        _protector = new Protector(_context, _roster, _ring, _keys);
        _reader = new MessageReader(_context, _roster, _ring);
        _messages = new MessageDesk(_context, outlet, _roster, _inbox, new DuplicateFilter(random), new ReplayFilter(random), new GuessFilter(random), new AutoReply(_context, outlet, _roster), _announcer, _reader, _keys, _protector);
        _composer = new Composer(_context, _roster, _protector);
        _offers = new OfferDesk(_context, _roster, _ring);
        _outbox = new Outbox(_context, outlet, history, _announcer, _offers, _protector);
        _receipts = new ReceiptDesk(_context, outlet, _outbox, history);
        _readNotices = new ReadNotices(_context, outlet);
        _info = new InfoDesk(_context, outlet, _roster);
        _listServer = new HostListServer(_context, outlet, _roster);
        _lists = new HostListDesk(_context, outlet, _roster, _announcer);
        _refresher = new Refresher(_context, _roster, _announcer);
        _farewell = new Farewell(_context, _announcer);
    }

    /// <summary>What is to be done next, oldest first; whoever owns the machine takes them out.</summary>
    public Queue<MemberAction> Actions => _context.Actions;

    /// <summary>When <see cref="Advance"/> wants to be called next, in monotonic milliseconds; <see cref="Moment.Never"/> for not at all.</summary>
    public long NextAlarm => _context.Alarms.Next;

    /// <summary>What has happened so far.</summary>
    public MemberCounters Counters => _context.Counters;

    /// <summary>Everyone known.</summary>
    public IEnumerable<Member> Members => _roster.All;

    /// <summary>Who is reached at that endpoint; null when nobody known is.</summary>
    public Member? MemberAt(IPEndPoint endPoint) => _roster.At(endPoint);

    /// <summary>How many are known.</summary>
    public int MemberCount => _roster.Count;

    /// <summary>Messages that nobody has taken yet, oldest first.</summary>
    public IEnumerable<IncomingMessage> Waiting => _inbox.Waiting;

    /// <summary>How many messages wait.</summary>
    public int WaitingCount => _inbox.Count;

    /// <summary>The public keys of others.</summary>
    public IEnumerable<KnownKey> KnownKeys => _ring.All;

    /// <summary>The key of a member, whatever fingerprint its name has; null when none is known.</summary>
    public KnownKey? KnownKeyOf(string user, string host) => _ring.Find(user, host);

    /// <summary>Everything on offer.</summary>
    public IEnumerable<Offer> Offers => _offers.All;

    /// <summary>True when messages that want a confirmation are accepted; otherwise their senders get none and know it.</summary>
    public bool AcceptsMessages
    {
        get => _messages.Accepts;
        set => _messages.Accepts = value;
    }

    /// <summary>True once an entry was broadcast.</summary>
    public bool IsAnnounced => _announcer.IsAnnounced;

    /// <summary>When the last entry was or will be broadcast, in monotonic milliseconds; null before the first.</summary>
    public long? EnteredAt => _announcer.EnteredAt;

    /// <summary>Nickname, group and absence as others see them.</summary>
    public (string NickName, string GroupName, bool IsAbsent, string AbsenceTitle, string AbsenceMessage) OwnPresence =>
        (_context.Presence.NickName, _context.Presence.GroupName, _context.Presence.IsAbsent, _context.Presence.AbsenceTitle, _context.Presence.AbsenceMessage);

    /// <summary>Where broadcasts go and which networks we are on; to be told before the first announcement and after each change.</summary>
    public void SetNetworks(IReadOnlyList<IPEndPoint> targets, IReadOnlyList<LocalNetwork> networks, int port)
    {
        _announcer.Targets = targets;
        _announcer.Networks = networks;
        _listServer.Networks = networks;
        _context.Broadcasts.Clear();
        foreach (var network in networks)
        {
            if (network.HasBroadcast)
                _context.Broadcasts.Add(network.Broadcast);
        }
        _listServer.Port = port;
    }

    /// <summary>A datagram came. Whatever it is, this does not throw (R5).</summary>
    public void Receive(Moment now, ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        _context.Now = now;
        _context.Counters.Received++;
        // Nobody sends from everybody's address: who pretends to wants our answer to go there.
        if (_context.IsLeaving || !PacketReader.TryRead(datagram, out var packet) || !_context.IsOneMachine(from))
        {
            _context.Counters.Ignored++;
            if (!_context.IsLeaving && IptuxManners.IsComplaint(datagram))
                _iptux.Heed(from);
            return;
        }
        Route(packet, from);
    }

    /// <summary>It is now that late.</summary>
    public void Advance(Moment now)
    {
        _context.Now = now;
        _context.Alarms.Advance(now.Milliseconds);
    }

    private void Route(in Packet packet, IPEndPoint from)
    {
        switch (packet.Command)
        {
            case Command.Entry or Command.AnswerEntry or Command.Absence or Command.Exit:
                _entries.Handle(packet, from);
                break;
            case Command.SendMessage:
                _messages.Handle(packet, from);
                break;
            case Command.ReceiveMessage or Command.ReadMessage or Command.DeleteMessage:
                _receipts.Handle(packet, from);
                break;
            case Command.GetPublicKey or Command.AnswerPublicKey:
                _keys.Handle(packet, from);
                break;
            case Command.ReleaseFiles:
                _offers.Release(packet, from);
                break;
            case Command.AnswerReadMessage:
                _readNotices.Handle(packet, from);
                break;
            case Command.GetInfo or Command.SendInfo or Command.GetAbsenceInfo or Command.SendAbsenceInfo:
                _info.Handle(packet, from);
                break;
            case Command.IsGetList or Command.IsGetList2:
                _listServer.Offer(packet, from, _lists.IsFetching);
                break;
            case Command.GetList:
                _listServer.Serve(packet, from);
                break;
            case Command.OkGetList or Command.AnswerList:
                _lists.Handle(packet, from);
                break;
            default:
                // No-operation, and commands of other products: never an answer, never a complaint (R52).
                _context.Counters.Ignored++;
                break;
        }
    }
}
