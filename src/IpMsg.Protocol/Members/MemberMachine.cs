using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>
/// The protocol of a member as a state machine: inputs are calls with the current time, outputs are datagrams and events. It has no
/// socket, thread or clock and is not thread-safe. After every call the owner takes the datagrams (<see
/// cref="MemberOutputs.TryDequeueTransmit"/>) and events (<see cref="MemberOutputs.TryDequeueEvent"/>) of <see cref="Outputs"/>, and calls
/// <see cref="Advance"/> at <see cref="NextTimer"/>.
/// </summary>
public sealed class MemberMachine
{
    private readonly MemberContext _context;
    private readonly MemberParts _parts;

    /// <param name="settings">The settings of the member.</param>
    /// <param name="numbers">The source of its packet numbers.</param>
    /// <param name="random">The source of its random numbers.</param>
    public MemberMachine(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        _context = new MemberContext(settings, numbers, random);
        _parts = new MemberParts(_context);
    }

    /// <summary>The queued datagrams and events.</summary>
    public MemberOutputs Outputs => _context.Outputs;

    /// <summary>
    /// The time for the next call of <see cref="Advance"/>, in monotonic milliseconds; <see cref="Moment.Never"/> without a timer.
    /// </summary>
    public long NextTimer => _context.Timers.Next;

    /// <summary>The counters.</summary>
    public MemberCounters Counters => _context.Counters;

    /// <summary>The known members.</summary>
    public IEnumerable<Member> Members => _context.Roster.All;

    /// <summary>The number of known members.</summary>
    public int MemberCount => _context.Roster.Count;

    /// <summary>Received messages that no reader has taken.</summary>
    public Inbox Inbox => _parts.Inbox;

    /// <summary>The public keys of other members.</summary>
    public IEnumerable<KnownKey> KnownKeys => Ring.All;

    /// <summary>All offers.</summary>
    public IEnumerable<Offer> Offers => _parts.Offers.All;

    /// <summary>The addresses to which open offers went. Thread-safe.</summary>
    internal RecipientAddresses Recipients => _parts.Offers.Recipients;

    /// <summary>Nickname, group and absence of this member.</summary>
    public PresenceInfo Presence => _context.Presence.ToInfo();

    /// <summary>True to accept messages with SENDCHECKOPT. With false their senders get no confirmation.</summary>
    public bool AcceptsMessages
    {
        get => _parts.Messages.Accepts;
        set => _parts.Messages.Accepts = value;
    }

    /// <summary>
    /// True, the default, to raise <see cref="MessageArrived"/> for every message in the inbox. An owner that reads
    /// <see cref="Inbox"/> itself needs no event.
    /// </summary>
    public bool ReportsMessages
    {
        get => _context.ReportsMessages;
        set => _context.ReportsMessages = value;
    }

    /// <summary>True after the first broadcast of an entry.</summary>
    public bool IsAnnounced => _parts.Announcer.IsAnnounced;

    /// <summary>The time of the last entry, which may be scheduled, in monotonic milliseconds; null before the first.</summary>
    public long? EnteredAt => _parts.Announcer.EnteredAt;

    /// <summary>The member at that endpoint; null when it is unknown.</summary>
    public Member? MemberAt(IPEndPoint endPoint) => _context.Roster.At(endPoint);

    /// <summary>Sets targets of broadcasts, networks, and the addresses at which it receives; null for those of the networks.</summary>
    /// <remarks>Call it before the first announcement and after each change.</remarks>
    public void SetNetworks(IReadOnlyList<IPEndPoint> targets, IReadOnlyList<LocalNetwork> networks, int port,
        IReadOnlyCollection<IPAddress>? addresses = null) => _context.SetNetworks(targets, networks, port, addresses);

    /// <summary>Handles a received datagram. Its content never causes an exception (R5).</summary>
    public void Receive(Moment now, ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        _context.Now = now;
        _context.Counters.Received++;
        _context.AnswerLimits.OnDatagram(from, datagram.Length);
        // A broadcast or multicast source address is forged: the reply would go to many machines.
        if (_context.IsLeaving || !PacketReader.TryRead(datagram, out var packet) || !_context.IsOneMachine(from))
        {
            _parts.ReceiveOther(datagram, from);
            return;
        }
        _context.Roster.OnAnswer(from);
        if (_parts.HandlerOf(packet.Command) is { } handler)
            handler.Handle(packet, from);
        else
            _context.Counters.Ignored++;
    }

    /// <summary>Advances time and fires due timers.</summary>
    public void Advance(Moment now) => At(now)._context.Timers.Advance(now.Milliseconds);

    /// <summary>Enters the network: broadcasts BR_ENTRY (R21).</summary>
    public void Announce(Moment now) => At(now)._parts.Enter();

    /// <summary>Sends an entry to one endpoint.</summary>
    public void Introduce(Moment now, IPEndPoint to) => At(now)._parts.Announcer.Introduce(to);

    /// <summary>
    /// Asks all members for a new entry. A second call within five seconds joins the first. Returns the start of the refresh.
    /// </summary>
    public Moment Refresh(Moment now) => At(now)._parts.MemberRefresh.Begin();

    /// <summary>Changes nickname, group or absence and broadcasts the change (R28). Null keeps a value.</summary>
    /// <param name="now">The time.</param>
    /// <param name="nickName">New nickname.</param>
    /// <param name="groupName">New group; empty for none.</param>
    /// <param name="absence">Title and text of an absence; an empty title ends the absence.</param>
    public void SetPresence(Moment now, string? nickName, string? groupName, (string Title, string Message)? absence) =>
        At(now)._parts.ChangePresence(nickName, groupName, absence);

    /// <summary>Writes a message for its recipients; <see cref="Dispatch"/> sends it.</summary>
    public EncodedMessage Compose(Moment now, OutgoingMessage message, IReadOnlyList<IPEndPoint> recipients) =>
        At(now)._parts.MessageEncoder.Compose(message, recipients, isBroadcast: false);

    /// <summary>Writes a message for every broadcast destination. Broadcasts get no confirmation (R40).</summary>
    public EncodedMessage ComposeBroadcast(Moment now, OutgoingMessage message) =>
        At(now)._parts.MessageEncoder.Compose(message with { IsOneShot = true }, _context.Targets, isBroadcast: true);

    /// <summary>
    /// Sends new deliveries, and repeats unconfirmed ones with their packet numbers. The observer receives every change.
    /// </summary>
    public void Dispatch(Moment now, IReadOnlyList<Delivery> deliveries, IObserver<DeliveryChanged>? observer = null) =>
        At(now)._parts.Outbox.Dispatch(deliveries, observer);

    /// <summary>
    /// Repeats an unconfirmed delivery, and waits that many milliseconds for its confirmation; null for the time of all transmissions.
    /// </summary>
    public void Redispatch(Moment now, Delivery delivery, int? timeoutMs, IObserver<DeliveryChanged>? observer = null)
    {
        delivery.TimeoutMs = timeoutMs;
        Dispatch(now, [delivery], observer);
    }

    /// <summary>Ends a delivery early: the user cancels it, or the network refuses its datagram.</summary>
    public void GiveUp(Moment now, Delivery delivery, DeliveryStatus status, string reason) =>
        At(now)._parts.Outbox.GiveUp(delivery, status, reason);

    /// <summary>Requests the version or absence text of a member (R55).</summary>
    public void Ask(Moment now, InfoRequest request) => At(now)._parts.Info.Ask(request);

    /// <summary>Cancels a request, which ends it.</summary>
    public void Cancel(Moment now, InfoRequest request) => At(now)._parts.Info.Cancel(request);

    /// <summary>Fetches the host list of a member, or without an endpoint that of the first member that offers one (R35 to R37).</summary>
    public HostListRequest FetchHostList(Moment now, IPEndPoint? from, IObserver<HostListRequestEnded>? observer = null) =>
        At(now)._parts.Lists.Fetch(from, observer);

    /// <summary>Cancels a request for a host list, which ends it.</summary>
    public void Cancel(Moment now, HostListRequest request) => At(now)._parts.Lists.Cancel(request);

    /// <summary>Reports that a message is on the disk; the member confirms it.</summary>
    public void Persisted(Moment now, IncomingMessage message) => At(now)._parts.Messages.Keep(message);

    /// <summary>Adds a message to the inbox that an earlier process has received and confirmed.</summary>
    public void Restore(Moment now, IncomingMessage message) => At(now)._parts.Messages.Restore(message);

    /// <summary>Reports that a message could not be written to the disk; it counts as not received.</summary>
    public void PersistFailed(Moment now, IncomingMessage message) => At(now)._parts.Messages.Drop(message);

    /// <summary>Opens a sealed message and sends IPMSG_READMSG (R49). False when it was opened or discarded before.</summary>
    public bool Open(Moment now, IncomingMessage message) => At(now)._parts.ReadNotices.Open(message);

    /// <summary>
    /// Discards a message. Sends IPMSG_DELMSG for an unopened sealed message (R52), and IPMSG_RELEASEFILES for files (R88). False when it
    /// was discarded before.
    /// </summary>
    public bool Discard(Moment now, IncomingMessage message) => At(now)._parts.ReadNotices.Discard(message);

    /// <summary>Reports the encrypted message; null when it could not be encrypted.</summary>
    public void CompleteEncryption(Moment now, EncryptionJob job, Envelope? envelope) =>
        At(now)._parts.OutgoingEncryption.CompleteEncryption(job, envelope);

    /// <summary>Reports the decrypted message; null when it could not be decrypted.</summary>
    public void CompleteDecryption(Moment now, EncryptedArrival arrival, DecryptedEnvelope? decrypted) =>
        At(now)._parts.Messages.CompleteDecryption(arrival, decrypted);

    /// <summary>Reports that the limits exclude a message from decryption; it counts as not received.</summary>
    public void DropEncrypted(Moment now, EncryptedArrival arrival) => At(now)._parts.Messages.DropEncrypted(arrival);

    /// <summary>Requests the public key of a member. A member without own keys sends no request.</summary>
    public void Ask(Moment now, KeyRequest request) => At(now)._parts.Keys.Ask(request);

    /// <summary>Authorises a file request; null when the connection must be closed without a reply (R84).</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">The received request.</param>
    /// <param name="decrypted">Its decrypted body; null when it is not encrypted, or could not be decrypted.</param>
    /// <param name="from">The address of the peer.</param>
    public Transfer? BeginTransfer(Moment now, FileRequestAssembler request, DecryptedEnvelope? decrypted, IPAddress from) =>
        request.TryRead(out var packet) ? At(now)._parts.Offers.Begin(packet, decrypted, from) : null;

    /// <summary>Reports the end of a transfer.</summary>
    public void EndTransfer(Moment now, Transfer transfer, TransferResult result) => At(now)._parts.Offers.End(transfer, result);

    /// <summary>Withdraws an offer; without effect when it has ended.</summary>
    public void Withdraw(Moment now, Offer offer) => At(now)._parts.Offers.Withdraw(offer);

    /// <summary>Returns a packet number for a file request (R78).</summary>
    public uint DrawNumber(Moment now) => At(now)._context.NextNumber();

    /// <summary>Leaves the network: ends all operations and sends BR_EXIT twice, 100 ms apart (R29).</summary>
    public void Stop(Moment now) => At(now)._parts.Leave();

    /// <summary>What this member is to a member master, for <see cref="MemberMaster"/>; null for nothing.</summary>
    internal MasterRole? Role => _parts.Master;

    internal MemberParts Parts => _parts;

    /// <summary>The keys, for <see cref="MemberKeys"/>.</summary>
    internal KeyRing Ring => _parts.Ring;

    /// <summary>The receiver of messages, for <see cref="MemberMessages"/>.</summary>
    internal MessageReceiver Messages => _parts.Messages;

    /// <summary>Sets the time of the next call.</summary>
    internal MemberMachine At(Moment now)
    {
        _context.Now = now;
        return this;
    }
}
