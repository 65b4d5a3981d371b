using System;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>The parts of a member: a handler for each group of commands, and their shared tables and queues.</summary>
internal sealed class MemberParts
{
    internal readonly Inbox Inbox = new();
    internal readonly EntryReplyQueue Answers;
    internal readonly IptuxCompatibility Iptux;
    internal readonly Announcer Announcer;
    internal readonly EntryHandler Entries;
    internal readonly KeyRing Ring;
    internal readonly PlaceGuard Places;
    internal readonly PlaceProofs PlaceProofs;
    internal readonly KeyRequests Keys;
    internal readonly OutgoingEncryption OutgoingEncryption;
    internal readonly OfferTable Offers;
    internal readonly Outbox Outbox;
    internal readonly MessageEncoder MessageEncoder;
    internal readonly MessageReceiver Messages;
    internal readonly IpDictHandler IpDicts;
    internal readonly ConfirmationHandler Receipts;
    internal readonly ReadNotices ReadNotices;
    internal readonly InfoHandler Info;
    internal readonly HostListServer ListServer;
    internal readonly HostListClient Lists;
    internal readonly ListedMembers Listed;
    internal readonly MemberRefresh MemberRefresh;
    internal readonly MasterRole? Master;
    internal readonly AgentRejects Rejects;

    private readonly MemberContext _context;
    private readonly ExitAnnouncer _exit;

    internal MemberParts(MemberContext context)
    {
        _context = context;
        Answers = new EntryReplyQueue(context);
        var paced = new PacedSends(context);
        Iptux = new IptuxCompatibility(context, paced);
        Announcer = new Announcer(context, Iptux, paced);
        _exit = new ExitAnnouncer(context, Announcer);
        Ring = new KeyRing(context);
        context.Roster.IsPinned = member => Ring.IsEstablished(member.UserName, member.HostName);
        var places = new PinnedPlaces(context, Ring);
        Places = new PlaceGuard(context, places, Announcer);
        context.OnDecrypted = new SignedMessages(context, Ring, places, Places).OnDecrypted;
        var standings = new Standings(context, Ring);
        PlaceProofs = new PlaceProofs(context, places, Places, standings);
        var exits = new SignedExits(context, places, Places, Announcer, standings);
        Entries = new EntryHandler(context, Answers, Announcer, Iptux, Places, exits);
        Keys = new KeyRequests(context, Ring);
        OutgoingEncryption = new OutgoingEncryption(context, Ring, Keys);
        Offers = new OfferTable(context, Ring);
        var history = new SentHistory();
        Outbox = new Outbox(context, history, Announcer, Answers, Offers, OutgoingEncryption);
        MessageEncoder = new MessageEncoder(context, OutgoingEncryption);
        var replies = new MessageReplies(context, Announcer, new AutoReply(context, MessageEncoder, OutgoingEncryption));
        Messages = new MessageReceiver(context, Inbox, Ring, replies, Keys, Outbox);
        IpDicts = new IpDictHandler(context, Messages);
        context.HandlerOf = HandlerOf;
        Receipts = new ConfirmationHandler(context, Outbox, Ring, new DeliveryFinder(context, history, Announcer));
        ReadNotices = new ReadNotices(context, Inbox);
        Info = new InfoHandler(context);
        Rejects = new AgentRejects(context, new MasterWire(context));
        var entries = new ListedEntries(context);
        Listed = new ListedMembers(context, Announcer, paced);
        context.OnUse = Listed.Use;
        Lists = new HostListClient(context, Announcer, entries, Listed);
        ListServer = new HostListServer(context, Lists);
        if (context.Settings.Master is { } settings)
            context.EntryObserver = Master = CreateRole(settings, new MasterMembers(context, entries, Listed), paced);
        MemberRefresh = new MemberRefresh(context, Announcer, paced, Places);
        Entries.IsAsked = from => Info.Asks(from) || Lists.Asks(from) || Keys.Asks(from);
    }

    private MasterRole CreateRole(MasterSettings settings, MasterMembers members, PacedSends paced)
    {
        var wire = new MasterWire(_context);
        if (settings.Address is { } address)
            return new MasterRole(_context, Ring, settings,
                new MasterUser(_context, address, settings.Times, wire, members, Announcer) { Reject = Rejects.Send }, master: null);
        var master = new ListMaster(_context, settings.Times, wire, members, Announcer, paced) { PushPlainList = ListServer.Push };
        return new MasterRole(_context, Ring, settings, user: null, master);
    }

    /// <summary>
    /// The handler of a command; null for commands of other products, which get neither reply nor error (R52).
    /// </summary>
    internal PacketHandler? HandlerOf(Command command) => command switch
    {
        Command.Entry or Command.AnswerEntry or Command.Absence or Command.Exit => Entries,
        Command.NoOperation => PlaceProofs,
        Command.SendMessage => Messages,
        Command.ReceiveMessage or Command.ReadMessage or Command.DeleteMessage => Receipts,
        Command.GetPublicKey or Command.AnswerPublicKey => Keys,
        Command.ReleaseFiles => Offers,
        Command.AnswerReadMessage => ReadNotices,
        Command.GetInfo or Command.SendInfo or Command.GetAbsenceInfo or Command.SendAbsenceInfo => Info,
        Command.IsGetList or Command.IsGetList2 or Command.GetList => ListServer,
        Command.OkGetList or Command.AnswerList => Lists,
        _ => null,
    };

    /// <summary>Handles a datagram that is no packet of format 1.</summary>
    internal void ReceiveOther(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        if (_context.IsOneMachine(from) && !_context.IsLeaving && Master?.Receiver.TryReceive(datagram, from) == true)
        {
            _context.Roster.OnAnswer(from);
            return;
        }
        if (_context.IsOneMachine(from) && Rejects.TryAnswer(datagram, from) || IpDicts.TryReceive(datagram, from))
            return;
        _context.Counters.Ignored++;
        if (!_context.IsLeaving && IptuxCompatibility.IsMisreadReport(datagram))
            Iptux.OnMisread(from);
    }

    /// <summary>Handles a dictionary that came over TCP, without the port of its sender. Only the orders of a master come so.</summary>
    internal void ReceiveOverTcp(ReadOnlySpan<byte> dictionary, IPEndPoint from)
    {
        if (Master?.Receiver.TryReceive(dictionary, from) != true && !Rejects.TryAnswer(dictionary, from))
            _context.Counters.Ignored++;
    }

    /// <summary>Broadcasts BR_ENTRY (R21), and begins what belongs to a member master.</summary>
    internal void Enter()
    {
        Announcer.Enter();
        Master?.Begin();
    }

    /// <summary>Changes nickname, group or absence and broadcasts the change (R28). Null keeps a value.</summary>
    internal void ChangePresence(string? nickName, string? groupName, (string Title, string Message)? absence)
    {
        _context.Presence.Change(nickName, groupName, absence);
        Announcer.OnPresenceChanged();
    }

    /// <summary>Ends all operations and sends BR_EXIT (R29). A second call does nothing.</summary>
    internal void Leave()
    {
        if (_context.IsLeaving)
            return;
        _context.IsLeaving = true;
        Outbox.GiveUpAll();
        Offers.WithdrawAll();
        Info.CancelAll();
        Lists.CancelAll();
        ReadNotices.Flush();
        Messages.Leave();
        _exit.Leave();
    }
}
