using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

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
    private readonly MessageEncoder _messageEncoder;
    private readonly EntryReplyQueue _answers;
    private readonly IptuxCompatibility _iptux;
    private readonly Announcer _announcer;
    private readonly EntryHandler _entries;
    private readonly MessageReceiver _messages;
    private readonly ConfirmationHandler _receipts;
    private readonly OfferTable _offers;
    private readonly KeyRing _ring;
    private readonly MessageReader _reader;
    private readonly KeyRequests _keys;
    private readonly OutgoingEncryption _outgoingEncryption;
    private readonly ReadNotices _readNotices;
    private readonly InfoHandler _info;
    private readonly HostListServer _listServer;
    private readonly HostListClient _lists;
    private readonly MemberRefresh _memberRefresh;
    private readonly RepeatedExit _repeatedExit;

    /// <param name="settings">Who the member is.</param>
    /// <param name="numbers">Its packet numbers.</param>
    /// <param name="random">Its randomness.</param>
    public MemberMachine(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        _context = new MemberContext(settings, numbers, random);
        var packetSender = new PacketSender(_context);
        var history = new SentHistory();
        _roster = new Roster(_context);
        _answers = new EntryReplyQueue(_context, packetSender, _roster);
        _iptux = new IptuxCompatibility(_context, packetSender, _roster);
        _announcer = new Announcer(_context, packetSender, _roster, _iptux);
        _entries = new EntryHandler(_context, _roster, _answers, _announcer);
        _ring = new KeyRing(_context);
        _keys = new KeyRequests(_context, packetSender, _roster, _ring);
        _outgoingEncryption = new OutgoingEncryption(_context, _roster, _ring, _keys);
        _reader = new MessageReader(_context, _roster, _ring);
        _messages = new MessageReceiver(_context, packetSender, _roster, _inbox, new DuplicateFilter(random), new ReplayFilter(random), new OracleLimiter(random), new AutoReply(_context, packetSender, _roster), _announcer, _reader, _keys, _outgoingEncryption);
        _messageEncoder = new MessageEncoder(_context, _roster, _outgoingEncryption);
        _offers = new OfferTable(_context, _roster, _ring);
        _outbox = new Outbox(_context, packetSender, history, _announcer, _offers, _outgoingEncryption);
        _receipts = new ConfirmationHandler(_context, packetSender, _outbox, history);
        _readNotices = new ReadNotices(_context, packetSender);
        _info = new InfoHandler(_context, packetSender, _roster);
        _listServer = new HostListServer(_context, packetSender, _roster);
        _lists = new HostListClient(_context, packetSender, _roster, _announcer);
        _memberRefresh = new MemberRefresh(_context, _roster, _announcer);
        _repeatedExit = new RepeatedExit(_context, _announcer);
    }

    /// <summary>What is to be done next, oldest first; whoever owns the machine takes them out.</summary>
    public Queue<MemberAction> Actions => _context.Actions;

    /// <summary>When <see cref="Advance"/> wants to be called next, in monotonic milliseconds; <see cref="Moment.Never"/> for not at all.</summary>
    public long NextTimer => _context.Alarms.Next;

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
            if (!_context.IsLeaving && IptuxCompatibility.IsComplaint(datagram))
                _iptux.OnMisread(from);
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
